import {client} from './hey/client.gen';
import {createItem, createOrder, createUpload, getFields, getItem} from './hey/sdk.gen';
import * as v from './values.mjs';

client.setConfig({baseUrl: v.base});
const told = ({response, data, error}, wanted = 200) => v.want(wanted, response.status, data ?? error);

told(await getItem({path: v.path, query: v.query}));
told(await getFields({headers: v.headers}));
told(await createItem({body: v.item}), 201);
told(await createOrder({body: v.order}));
told(await createUpload({body: v.upload}));
