import createClient from 'openapi-fetch';
import * as v from './values.mjs';

const client = createClient({baseUrl: v.base});
const told = ({response, data, error}, status = 200) => v.want(status, response.status, data ?? error);

// Its serializer is set for all of a query: what each parameter says of itself is not asked.
told(await client.GET('/shops/{shop}/items/{id}', {
	params: {path: v.path, query: {...v.query, csv: undefined}},
}));
told(await client.GET('/shops/{shop}/items/{id}', {
	params: {path: v.path, query: {...v.query, tag: undefined}},
	querySerializer: {array: {style: 'form', explode: false}},
}));
told(await client.GET('/fields', {params: {header: v.headers}}));
told(await client.POST('/items', {body: v.item}), 201);
told(await client.POST('/orders', {
	body: v.order, bodySerializer: (body) => new URLSearchParams(v.pairs(body)),
	headers: {'Content-Type': 'application/x-www-form-urlencoded'}, // else it says JSON
}));
told(await client.POST('/uploads', {body: v.upload, bodySerializer: v.formData}));
