export default {
	input: './openapi.yaml', output: './hey', plugins: ['@hey-api/client-fetch', '@hey-api/sdk'],
	logs: {level: 'silent'},
};
