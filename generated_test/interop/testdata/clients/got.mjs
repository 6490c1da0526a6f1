import got from 'got';
import * as v from './values.mjs';

const client = got.extend({prefixUrl: v.base, throwHttpErrors: false, retry: {limit: 0}});
const told = ({statusCode, body}, wanted = 200) => v.want(wanted, statusCode, body);
const path = `shops/${encodeURIComponent(v.path.shop)}/items/${v.path.id}`;
const {rgb, missing, ...query} = v.query;

told(await client.get(path, {searchParams: new URLSearchParams(v.pairs(query))}));
told(await client.get(path, {searchParams: {s: v.text, sort: 'very hot', n: null, b: true, x: 0.25}}));
told(await client.get('fields', {
	headers: {...v.headers, 'X-Count': '7', Cookie: 'sid="s3 cret%2Cx"; count=8'},
}));
told(await client.post('items', {json: v.item}), 201);
const {l, ...order} = v.order; // lists become one text with commas: numbers are told apart, texts not
told(await client.post('orders', {form: order}));
told(await client.post('uploads', {body: v.formData(v.upload)}));
