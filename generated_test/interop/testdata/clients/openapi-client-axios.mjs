import {readFileSync} from 'node:fs';
import {load} from 'js-yaml';
import {OpenAPIClientAxios} from 'openapi-client-axios';
import * as v from './values.mjs';

const definition = load(readFileSync(process.argv[3], 'utf8'));
const api = new OpenAPIClientAxios({
	definition, withServer: {url: v.base}, axiosConfigDefaults: {validateStatus: () => true},
});
const client = await api.init();
const told = ({status, data}, wanted = 200) => v.want(wanted, status, data);

told(await client.GetItem({...v.path, ...v.query}));
told(await client.GetFields(v.headers));
told(await client.CreateItem(null, v.item), 201);
told(await client.CreateOrder(null, v.order, {headers: {'Content-Type': 'application/x-www-form-urlencoded'}}));
told(await client.CreateUpload(null, v.formData(v.upload)));
