import * as shop from './orval/fetch';
import * as v from './book';

const {fetch} = globalThis; // the base URL is fixed when the client is generated
globalThis.fetch = (url, init) => fetch(String(url).replace('http://base.invalid', v.base), init);
const told = async (answer: Promise<{status: number; data: unknown}>) => {
	const {status, data} = await answer;
	v.want(status, data);
};
const owner = {headers: v.owner};

await told(shop.status());
await told(shop.cover(v.id));
await told(shop.booksOnShelf('cheap'));
await told(shop.report('2026-02-28'));
await told(shop.echo());
await told(shop.echoPost());
await told(shop.events());
await told(shop.home());
await told(shop.listBooks());
await told(shop.createBook(v.created));
await told(shop.search(v.query, {headers: v.headers}));
await told(shop.sendFeedback(v.feedback));
await told(shop.getBook(v.id));
await told(shop.oldBook(v.id));
await told(shop.orderBook(v.id, v.order));
await told(shop.partnerBooks({headers: v.partner}));
await told(shop.note('read me'));
await told(shop.stats(owner));
await told(shop._import(v.books, owner));
await told(shop.setStock(v.id, '4', owner));
await told(shop.setStocks(v.counts, owner));
await told(shop.stocks(owner));
await told(shop.stockReport(owner));
await told(shop.reviewsList(v.id));
await told(shop.reviewsAdd(v.id, v.review));
await told(shop.removeBook(v.id, owner));
await told(shop.shutdown());
