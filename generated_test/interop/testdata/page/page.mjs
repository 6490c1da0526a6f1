// What a person does with the page about the service, in a browser: node page.mjs CHROMIUM URL [PICTURES].
// It prints the times that it measured as JSON, and ends with 1 where something is wrong.
import {readFileSync, writeFileSync} from 'node:fs';
import puppeteer from 'puppeteer-core';

const [, , chromium, base, pictures] = process.argv;
const failures = [];
const want = (what, is) => { if (!is) failures.push(what); };

const browser = await puppeteer.launch({
	executablePath: chromium, headless: true,
	args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
});

// open shows the page, and notes what is said and asked for.
async function open(hash = '', setUp = async () => {}) {
	const page = await browser.newPage();
	page.on('console', (m) => { if (['error', 'warn'].includes(m.type()) && !/status of [45]\d\d/.test(m.text())) failures.push(`console: ${m.text()}`); });
	page.on('pageerror', (e) => failures.push(`error: ${e.message}`));
	page.on('request', (r) => {
		if (!r.url().startsWith(base) && !r.url().startsWith('blob:' + base)) failures.push(`request to ${r.url()}`);
	});
	await setUp(page);
	await page.goto(base + '/docs' + hash, {waitUntil: 'load'});
	return page;
}
const text = (page, selector) => page.$eval(selector, (e) => e.textContent);

// attempt opens the form of an operation, fills it in, and gives what is answered.
async function attempt(page, id, fill = {}, whole = true) {
	await page.evaluate((id) => {
		const article = document.getElementById(id);
		if (!article.querySelector('form')) [...article.querySelectorAll('button')].find((b) => b.textContent === 'Try it').click();
	}, id);
	for (const [label, value] of Object.entries(fill)) {
		const input = await page.evaluateHandle((id, label) => [...document.querySelectorAll(`#${id} form label`)]
			.find((l) => l.firstChild.textContent.replace(' *', '') === label)?.lastChild, id, label);
		const kind = await input.evaluate((e) => e?.type);
		if (!kind) { failures.push(`${id} has no field ${label}`); continue; }
		if (kind === 'file') await input.uploadFile(value);
		else if (kind === 'select-one') await input.select(value);
		else await input.evaluate((e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }, value);
	}
	await page.click(`#${id} form button[type=submit]`);
	if (!whole) return '';
	await page.waitForFunction((id) => document.querySelector(`#${id} form p button:last-child`).disabled, {}, id);
	return text(page, `#${id} .answer`);
}

try {
	let page = await open();
	const times = await page.evaluate(() => {
		const [n] = performance.getEntriesByType('navigation');
		return {interactive: Math.round(n.domInteractive), loaded: Math.round(n.loadEventEnd)};
	});
	want('the script is ready', await page.evaluate(() => document.documentElement.dataset.ready === 'true'));

	// Finding, by keyboard.
	await page.keyboard.press('/');
	await page.keyboard.type('create book');
	want('two words find one operation', await text(page, '#found') === '1 found');
	want('others are hidden', await page.$eval('#op-Search', (e) => e.hidden));
	await page.keyboard.press('Enter');
	want('Enter goes to it', new URL(page.url()).hash === '#op-CreateBook');
	await page.focus('#find');
	await page.keyboard.press('Escape');
	want('Escape shows all again', !(await page.$eval('#op-Search', (e) => e.hidden)));

	// Trying: values in paths and queries, bodies, credentials, forms, files, streams, images.
	const book = '9780134190440';
	want('a parameter of the path', (await attempt(page, 'op-GetBook', {'id (path)': book})).includes('The Go Programming Language'));
	want('one that spans segments', (await attempt(page, 'op-Note', {'name (path)': 'a/b c'})).includes('# a / b c'));
	want('a query', (await attempt(page, 'op-Search', {'q (query)': 'go', 'sort (query)': 'price'})).includes('"title": "The Go Programming Language"'));
	want('what is wrong is shown', (await attempt(page, 'op-Search', {'page (query)': '0'})).includes('400 Bad Request'));
	want('a body', (await attempt(page, 'op-CreateBook', {Body: '{"isbn": "9781718501263", "title": "Rust", "cents": 3000}'})).includes('201 Created'));
	want('the example is a beginning', (await page.$eval('#op-SendFeedback', () => true)) && (await attempt(page, 'op-SendFeedback')).includes('202 Accepted'));
	want('no credential', (await attempt(page, 'op-Stats')).includes('401 Unauthorized'));
	want('a token', (await attempt(page, 'op-Stats', {'token token': 'secret'})).includes('"books"'));
	want('the token is kept', (await attempt(page, 'op-Stocks')).includes('"stock"'));
	want('a key', (await attempt(page, 'op-PartnerBooks', {'apikeyXPartner key': 'corner-shop'})).includes('200 OK'));
	want('a form', (await attempt(page, 'op-OrderBook', {'id (path)': book, copies: '2'})).includes('2 ordered'));
	writeFileSync('books.json', '{"isbn":"9780262510875","title":"SICP"}');
	want('a file', (await attempt(page, 'op-Import', {Body: 'books.json'})).includes('books added: 1'));
	await attempt(page, 'op-Cover', {'id (path)': book});
	want('an image', await page.$eval('#op-Cover .answer img', (i) => i.decode().then(() => i.naturalWidth === 400, () => false)));
	await attempt(page, 'op-Events', {}, false);
	await page.waitForFunction(() => /data:/.test(document.querySelector('#op-Events .answer').textContent));
	const first = await text(page, '#op-Events .answer');
	await page.waitForFunction(() => document.querySelector('#op-Events form p button:last-child').disabled);
	const last = await text(page, '#op-Events .answer');
	want('a stream is shown as it comes', first.length < last.length && (last.match(/data:/g) || []).length >= 3);
	await attempt(page, 'op-Events', {}, false);
	await page.waitForFunction(() => /data:/.test(document.querySelector('#op-Events .answer').textContent));
	await page.click('#op-Events form p button:last-child');
	await page.waitForFunction(() => /Cancelled/.test(document.querySelector('#op-Events .answer').textContent));
	want('the page is where it was', new URL(page.url()).pathname === '/docs');

	// Light and dark, and pictures of both.
	const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	for (const scheme of ['light', 'dark']) {
		const fresh = await open('#op-CreateBook', (p) => p.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]));
		await fresh.setViewport({width: 1100, height: 820});
		await fresh.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
		await fresh.evaluate(() => { for (const id of ['op-CreateBook', 'op-Search']) [...document.getElementById(id).querySelectorAll('button')][0].click(); });
		const found = await fresh.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
		for (const v of found.violations.filter((v) => ['serious', 'critical'].includes(v.impact))) {
			failures.push(`axe (${scheme}): ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' ')}`);
		}
		want(`it is ${scheme}`, (await fresh.evaluate(() => getComputedStyle(document.body).backgroundColor)) ===
			{light: 'rgb(255, 255, 255)', dark: 'rgb(13, 17, 23)'}[scheme]);
		if (pictures) {
			await attempt(fresh, 'op-Search', {'q (query)': 'go', 'sort (query)': 'price'});
			await fresh.evaluate(() => {
				document.getElementById('op-Search').scrollIntoView({block: 'end'});
				document.activeElement.blur();
			});
			await fresh.screenshot({path: `${pictures}/docs-${scheme}.png`});
		}
		await fresh.close();
	}
	const before = await colour();
	await page.click('#theme');
	want('the button changes it', before !== await colour());
	await page.reload();
	want('and that is kept', before !== await colour());
	await page.close();

	// A link to an operation.
	page = await open('#op-RemoveBook');
	want('a link leads to its operation', await page.evaluate(() => document.querySelector(':target')?.id === 'op-RemoveBook'));
	await page.close();

	// Without a script it can be read.
	page = await open('', (p) => p.setJavaScriptEnabled(false));
	want('it can be read without a script', await page.$eval('#op-CreateBook', (e) => e.offsetHeight > 100 && /The ISBN of a book/.test(e.textContent)).catch(() => false));
	await page.close();

	console.log(JSON.stringify(times));
} catch (e) {
	failures.push(String(e.stack ?? e));
}
await browser.close();
if (failures.length) {
	console.error(failures.join('\n'));
	process.exit(1);
}
