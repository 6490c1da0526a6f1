import {readFileSync} from 'node:fs';
import {load} from 'js-yaml';
import SwaggerClient from 'swagger-client';
import * as v from './values.mjs';

const spec = {...load(readFileSync(process.argv[3], 'utf8')), servers: [{url: v.base}]};
const client = await new SwaggerClient({spec, disableInterfaces: false});
const call = async (operationId, parameters, requestBody, wanted = 200) => {
	try {
		const {status, text} = await client.execute({operationId, parameters, requestBody});
		v.want(wanted, status, text);
	} catch (e) {
		v.want(wanted, e.status, e.response?.text ?? String(e));
	}
};

const {missing, ...query} = v.query;
await call('GetItem', {...v.path, ...query});
// Of several cookies it sends the one that is declared last.
await call('GetFields', {...v.headers, sid: 's3 cret,x'});
await call('GetFields', {...v.headers, count: 8});
await call('CreateItem', {}, v.item, 201);
await call('CreateOrder', {}, v.order);
const {l, ...upload} = v.upload; // a list is one part with commas, which texts have, too
await call('CreateUpload', {}, upload);
