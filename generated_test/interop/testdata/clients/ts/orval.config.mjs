const input = './openapi.yaml';
const baseUrl = 'http://base.invalid'; // of the service in the test

export default {
	fetch: {input, output: {target: './orval/fetch.ts', client: 'fetch', baseUrl}},
	axios: {input, output: {target: './orval/axios.ts', client: 'axios-functions'}},
};
