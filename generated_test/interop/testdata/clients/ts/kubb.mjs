import {fetch as request} from './kubb/.kubb/fetch';
import * as client from './kubb/clients';
import * as v from './values.mjs';

let wanted = 200;
const config = {client: async (c) => {
	const answer = await request({...c, baseURL: v.base});
	v.want(wanted, answer.status, answer.data);
	return answer;
}};
// A list is one text with commas, which texts have, too, and of an object there is its type.
const {tag, rgb, ...query} = v.query;
await client.getItem(v.path.shop, v.path.id, query, config);
await client.getFields(v.headers, config);
await client.createUpload(v.upload, config);
wanted = 415; // it leaves the type of JSON out, and is told which to send
await client.createItem(v.item, config);
wanted = 201;
await client.createItem(v.item, {...config, headers: {'Content-Type': 'application/json'}});
wanted = 400; // it sends JSON under the type of a form, and is told so
await client.createOrder(v.order, config);
