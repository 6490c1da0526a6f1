import * as axios from './orval/axios';
import * as client from './orval/fetch';
import * as v from './values.mjs';

const {fetch} = globalThis; // the base URL is fixed when the client is generated
globalThis.fetch = (url, init) => fetch(url.replace('http://base.invalid', v.base), init);
const told = ({status, data}, wanted = 200) => v.want(wanted, status, data);

told(await client.getItem(v.path.shop, v.path.id, v.query));
told(await client.getFields({headers: v.headers}));
told(await client.createItem(v.item), 201);
told(await client.createOrder(v.order));
told(await client.createUpload(v.upload));

const config = {baseURL: v.base};
told(await axios.getItem(v.path.shop, v.path.id, v.query, config));
told(await axios.getFields({...config, headers: v.headers}));
told(await axios.createItem(v.item, config), 201);
told(await axios.createOrder(v.order, config));
told(await axios.createUpload(v.upload, config));
