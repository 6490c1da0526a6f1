import axios from 'axios';
import * as v from './values.mjs';

const client = axios.create({baseURL: v.base, validateStatus: () => true});
const told = ({status, data}, wanted = 200) => v.want(wanted, status, data);
const {csv, ...query} = v.query;
const path = `/shops/${encodeURIComponent(v.path.shop)}/items/${v.path.id}`;

// Lists have brackets behind their names, tag[]=a, and so has a list of one value.
told(await client.get(path, {params: {...query, csv}}));
told(await client.get(path, {params: {...query, csv: csv.join(',')}, paramsSerializer: {indexes: true}}));
told(await client.get(path, {params: query, paramsSerializer: {indexes: null}}));
told(await client.get(path, {params: {...query, at: new Date(v.at), rgb: null, num: []}}));
told(await client.get('/fields', {headers: v.headers}));
told(await client.post('/items', v.item), 201);
told(await client.post('/items', {...v.item, at: new Date(v.at)}), 201);
// Of a File in an object the form-data package wants to be a stream, and ends the process.
told(await client.postForm('/uploads', v.formData(v.upload)));
told(await client.post('/orders', v.order, {headers: {'Content-Type': 'application/x-www-form-urlencoded'}}));
told(await client.post('/orders', new URLSearchParams(v.pairs(v.order))));
