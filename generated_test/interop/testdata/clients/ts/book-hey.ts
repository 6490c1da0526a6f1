import {client} from './hey/client.gen';
import * as shop from './hey/sdk.gen';
import * as v from './book';

client.setConfig({
	baseUrl: v.base, auth: ({type}) => (type === 'http' ? 'secret' : 'corner-shop'),
});
const told = async (answer: Promise<{response?: Response; data?: unknown; error?: unknown}>) => {
	const {response, data, error} = await answer;
	v.want(response?.status, data ?? error);
};
const path = {id: v.id};

await told(shop.status());
await told(shop.cover({path}));
await told(shop.booksOnShelf({path: {shelf: 'cheap'}}));
await told(shop.report({path: {day: '2026-02-28'}}));
await told(shop.echo());
await told(shop.echoPost());
await told(shop.events({parseAs: 'text'}));
await told(shop.home());
await told(shop.listBooks());
await told(shop.createBook({body: v.created}));
await told(shop.search({query: v.query, headers: v.headers}));
await told(shop.sendFeedback({body: v.feedback}));
await told(shop.getBook({path}));
await told(shop.oldBook({path}));
await told(shop.orderBook({path, body: v.order}));
await told(shop.partnerBooks());
await told(shop.note({path: {name: 'read me'}}));
await told(shop.stats());
await told(shop.import_({body: v.books}));
await told(shop.setStock({path, body: '4'}));
await told(shop.setStocks({body: v.counts}));
await told(shop.stocks());
await told(shop.stockReport());
await told(shop.reviewsList({path}));
await told(shop.reviewsAdd({path, body: v.review}));
await told(shop.removeBook({path}));
await told(shop.shutdown());
