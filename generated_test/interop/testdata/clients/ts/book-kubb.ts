import type {Client, RequestConfig} from './kubb/.kubb/fetch';
import * as shop from './kubb/clients';
import * as v from './book';

// Its own fetch sends all bodies as JSON, and reads all answers as that: it is a default to be replaced.
const told: Client = async <T>({url, method, params, data, headers}: RequestConfig<any>) => {
	const query = params ? '?' + new URLSearchParams(Object.entries(params).map(([k, v]) => [k, String(v)])) : '';
	const type = new Headers(headers).get('Content-Type') ?? 'application/json';
	const answer = await fetch(v.base + url + query, {
		method, headers: {'Content-Type': type, ...(headers as Record<string, string>)},
		body: type.includes('form') ? new URLSearchParams(data) : type.includes('json') ? JSON.stringify(data) : data,
	});
	const text = await answer.text();
	v.want(answer.status, text);
	return {data: text as T, status: answer.status, statusText: answer.statusText, headers: answer.headers};
};
const config = {client: told};
const owner = {client: told, headers: v.owner};

await shop.status(config);
await shop.cover(v.id, config);
await shop.booksOnShelf('cheap', config);
await shop.report('2026-02-28', config);
await shop.echo(config);
await shop.echoPost(config);
await shop.events(config);
await shop.home(config);
await shop.listBooks(config);
await shop.createBook(v.created, config);
await shop.search(v.query, v.headers, config);
await shop.sendFeedback(v.feedback, config);
await shop.getBook(v.id, config);
await shop.oldBook(v.id, config);
await shop.orderBook(v.id, v.order, config);
await shop.partnerBooks({client: told, headers: v.partner});
await shop.note('read me', config);
await shop.stats(owner);
await shop._import(v.books, owner);
await shop.setStock(v.id, '4', owner);
await shop.setStocks(v.counts, owner);
await shop.stocks(owner);
await shop.stockReport(owner);
await shop.reviewsList(v.id, config);
await shop.reviewsAdd(v.id, v.review, config);
await shop.removeBook(v.id, owner);
await shop.shutdown(config);
