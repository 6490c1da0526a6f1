import {Api} from './sta/fetch';
import * as v from './values.mjs';

const {shops, fields, items, orders, uploads} = new Api({baseUrl: v.base});
const told = async (answer, wanted = 200) => {
	const {status, data, error} = await answer.catch((e) => e);
	v.want(wanted, status, data ?? error);
};

const {rgb, ...query} = v.query; // of an object there is its type
await told(shops.getItem(v.path.shop, v.path.id, query));
await told(fields.getFields({headers: v.headers}));
await told(items.createItem(v.item), 201);
await told(orders.createOrder(v.order));
const {l, more, ...upload} = v.upload; // a list is one text, in JSON
await told(uploads.createUpload(upload));
