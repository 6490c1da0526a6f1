import ky from 'ky';
import * as v from './values.mjs';

const client = ky.create({throwHttpErrors: false, retry: 0});
const told = async (response, wanted = 200) => v.want(wanted, response.status, await response.text());
const path = `${v.base}/shops/${encodeURIComponent(v.path.shop)}/items/${v.path.id}`;
const {rgb, missing, ...query} = v.query;

told(await client.get(path, {searchParams: v.pairs(query)}));
told(await client.get(path, {searchParams: {s: v.text, sort: 'very hot', b: true, x: 0.25, missing: undefined}}));
told(await client.get(`${v.base}/fields`, {headers: {...v.headers, 'X-Missing': undefined}}));
told(await client.post(`${v.base}/items`, {json: v.item}), 201);
told(await client.post(`${v.base}/orders`, {body: new URLSearchParams(v.pairs(v.order))}));
told(await client.post(`${v.base}/uploads`, {body: v.formData(v.upload)}));
