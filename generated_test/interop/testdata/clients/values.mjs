// What every client sends; package sent wants the same. The base URL is the first argument.
export const base = process.argv[2];
export const path = {shop: 'north west é', id: 42};
export const text = 'a b&c=d+é%/?#';
export const at = '2024-01-02T03:04:05.5Z';
export const day = '2024-02-29';
export const words = ['a b', 'c,d', 'é&=+%'];
export const query = {
	s: text, empty: '', n: -5, big: 1234567890123, x: 0.25, b: true, at, day,
	uid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', sort: 'very hot', tag: words, num: [1, -2, 3],
	csv: ['x', 'y z'], rgb: {R: 1, G: 2}, missing: undefined,
};
export const headers = {'X-Count': 7, 'X-Tags': ['a', 'b c'], 'X-At': at};
export const item = {
	id: 9007199254740991, name: 'left "shoe" \u2028é', price: 59.5, tags: words, sort: 'very hot', at,
	day: undefined, note: null, size: {R: 1, G: 2}, counts: {a: 1, 'b/c': 2}, raw: 'AP8h',
};
export const order = {
	x: text, n: -5, big: 1234567890123, ok: true, at, day, sort: 'very hot', l: words, ns: [1, -2, 3],
};
export const file = (content, name) => new File([content], name, {type: 'text/plain'});
export const upload = {
	title: text, n: -5, sort: 'very hot', l: words, photo: file('first', 'f.txt'),
	more: [file('second', 's.txt'), file('', 'empty.txt')],
};
// A form of parts as a page makes it.
export function formData(fields) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		for (const v of Array.isArray(value) ? value : [value]) form.append(name, v);
	}
	return form;
}

// want ends the program where an answer is not what was wanted.
export function want(status, got, body) {
	if (got !== status) {
		console.error(`answered ${got}, not ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
		process.exit(1);
	}
}

// pairs are the fields of a form one by one.
export function pairs(fields) {
	return Object.entries(fields).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).map((v) => [name, String(v)]));
}
