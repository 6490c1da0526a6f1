// What every client of the bookstore sends: each operation once.
export const base = process.argv[2]!;
export const id = '9780134190440';
export const created = {isbn: '9781718501263', title: 'Rust & "more" é', cents: 3000, tags: ['a', 'b']};
export const query = {q: 'go &é', page: 1, sort: 'price' as const, tag: ['go']};
export const headers = {'Accept-Language': 'en'};
export const feedback = {kind: 'praise' as const, text: 'fine'};
export const order = {copies: 2};
export const counts = [{isbn: id, stock: 9}];
export const review = {stars: 5, text: 'terse'};
export const books = new Blob(['{"isbn":"9780262510875","title":"SICP"}'], {type: 'application/octet-stream'});
export const partner = {'X-Partner': 'corner-shop'};
export const owner = {Authorization: 'Bearer secret'};

// want ends the program where an answer is no success.
export function want(status: number | undefined, body: unknown) {
	if (!status || status < 200 || status > 299) {
		console.error(`answered ${status}: ${JSON.stringify(body)}`);
		process.exit(1);
	}
}
