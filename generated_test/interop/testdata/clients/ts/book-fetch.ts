import createClient from 'openapi-fetch';
import type {paths} from './schema';
import * as v from './book';

const client = createClient<paths>({baseUrl: v.base});
const told = async (answer: Promise<{response: Response; data?: unknown; error?: unknown}>) => {
	const {response, data, error} = await answer;
	v.want(response.status, data ?? error);
};
const id = {path: {id: v.id}};
const text = {parseAs: 'text'} as const;

await told(client.GET('/status'));
await told(client.GET('/books/{id}/cover.svg', {params: id, ...text}));
await told(client.GET('/shelves/{shelf}', {params: {path: {shelf: 'cheap'}}}));
await told(client.GET('/report-{day}.txt', {params: {path: {day: '2026-02-28'}}, ...text}));
await told(client.GET('/echo', text));
await told(client.POST('/echo', text));
await told(client.GET('/events', text));
await told(client.GET('/', text));
await told(client.GET('/books'));
await told(client.POST('/books', {body: v.created}));
await told(client.GET('/search', {
	params: {query: v.query, header: v.headers},
	querySerializer: {array: {style: 'form', explode: false}},
}));
await told(client.POST('/feedback', {body: v.feedback}));
await told(client.GET('/books/{id}', {params: id}));
await told(client.GET('/book/{id}', {params: id}));
await told(client.POST('/books/{id}/orders', {
	params: id, body: v.order, bodySerializer: (body) => new URLSearchParams({copies: String(body?.copies)}),
	headers: {'Content-Type': 'application/x-www-form-urlencoded'}, ...text,
}));
await told(client.GET('/partners/books', {headers: v.partner}));
await told(client.GET('/notes/{name}.md', {params: {path: {name: 'read me'}}, ...text}));
await told(client.GET('/admin/stats', {headers: v.owner}));
await told(client.POST('/admin/import', {
	body: v.books as unknown as string, bodySerializer: (body) => body,
	headers: {...v.owner, 'Content-Type': 'application/octet-stream'}, ...text,
}));
await told(client.PUT('/admin/books/{id}/stock', {
	params: id, body: '4', bodySerializer: (body) => body, headers: {...v.owner, 'Content-Type': 'text/plain'},
}));
await told(client.PUT('/admin/books/stock', {body: v.counts, headers: v.owner}));
await told(client.GET('/admin/books', {headers: v.owner}));
await told(client.GET('/admin/reports/stock.txt', {headers: v.owner, ...text}));
await told(client.GET('/books/{id}/reviews', {params: id}));
await told(client.POST('/books/{id}/reviews', {params: id, body: v.review}));
await told(client.DELETE('/admin/books/{id}', {params: id, headers: v.owner}));
await told(client.POST('/shutdown', text));
