
'use strict';
(function () {
	var $ = function (selector, from) { return (from || document).querySelector(selector); };
	var all = function (selector, from) { return Array.from((from || document).querySelectorAll(selector)); };
	function make(name, attributes) {
		var e = document.createElement(name);
		for (var key in attributes || {}) e.setAttribute(key, attributes[key]);
		for (var i = 2; i < arguments.length; i++) e.append(arguments[i]);
		return e;
	}

	// Light or dark: what the system says, until somebody says otherwise.
	var theme = $('#theme'), root = document.documentElement;
	function remembered(value) {
		try {
			if (value) localStorage.setItem('httpgen-docs-theme', value);
			return localStorage.getItem('httpgen-docs-theme');
		} catch (e) { return null; } // where storage is off
	}
	if (remembered()) root.dataset.theme = remembered();
	theme.hidden = false;
	theme.addEventListener('click', function () {
		var dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
		root.dataset.theme = dark ? 'light' : 'dark';
		remembered(root.dataset.theme);
	});

	// Finding: every word has to be in the method, the path, the name or the summary.
	var find = $('#find'), found = $('#found');
	var entries = all('nav li').map(function (li) {
		var target = document.getElementById(decodeURIComponent(li.firstChild.hash.slice(1)));
		var summary = target && $('.summary', target);
		return {li: li, target: target, words: (li.textContent + ' ' + (target ? target.id : '') + ' ' +
			(summary ? summary.textContent : '')).toLowerCase()};
	});
	function filter() {
		var wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean), n = 0;
		entries.forEach(function (e) {
			var there = wanted.every(function (w) { return e.words.includes(w); });
			e.li.hidden = !there;
			if (e.target) e.target.hidden = !there;
			if (there) n++;
		});
		found.textContent = wanted.length ? n + ' found' : '';
	}
	$('#finder').hidden = false;
	find.addEventListener('input', filter);
	find.addEventListener('keydown', function (e) {
		if (e.key === 'Escape') { find.value = ''; filter(); }
		if (e.key === 'Enter') {
			var first = entries.find(function (e) { return !e.li.hidden; });
			if (first) { location.hash = first.li.firstChild.hash; first.li.firstChild.focus(); }
		}
	});
	document.addEventListener('keydown', function (e) {
		var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
		if (e.key === '/' && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); find.focus(); }
	});
	addEventListener('hashchange', function () { // a link to what the filter has hidden
		var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
		if (target && target.hidden) { find.value = ''; filter(); target.scrollIntoView(); }
	});

	// Trying. The service is where the page is, below whatever prefix it came from.
	var here = location.pathname.replace(/\/+$/, ''), suffix = document.body.dataset.path || '';
	var base = here.endsWith(suffix) ? here.slice(0, here.length - suffix.length) : '';
	var secrets = {}; // what was typed for security schemes, until the page is left

	function field(label, input, must) {
		if (must) input.required = true;
		return make('label', {}, make('span', {}, label + (must ? ' *' : '')), input);
	}
	function choice(words, must) {
		var s = make('select');
		if (!must) s.append(make('option', {value: ''}, ''));
		words.forEach(function (w) { s.append(make('option', {value: String(w)}, String(w))); });
		return s;
	}
	function inputOf(row) {
		var d = row.dataset, must = d.required === 'true', input;
		if (d.words) input = choice(JSON.parse(d.words), must);
		else if (d.type === 'boolean') input = choice(['true', 'false'], must);
		else if (d.type === 'array') input = make('input', {placeholder: 'one, another'});
		else if (d.type === 'object') input = make('input', {placeholder: '{"name": "value"}'});
		else input = make('input', {spellcheck: 'false'});
		if (d.example && input.tagName === 'INPUT') input.value = d.example;
		return input;
	}

	// encode is a value as it stands in a path, where slashes of some parameters stay.
	function inPath(value, multi) {
		return multi ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
	}
	function split(value) { return value.split(',').map(function (s) { return s.trim(); }).filter(Boolean); }
	function intoQuery(pairs, d, value) {
		var name = encodeURIComponent(d.name), e = encodeURIComponent;
		if (d.type === 'array') {
			var list = split(value).map(e);
			if (d.explode === 'true') list.forEach(function (v) { pairs.push(name + '=' + v); });
			else pairs.push(name + '=' + list.join({spaceDelimited: '%20', pipeDelimited: '|'}[d.style] || ','));
		} else if (d.type === 'object') {
			var o = JSON.parse(value);
			Object.keys(o).forEach(function (k) {
				pairs.push((d.style === 'deepObject' ? name + '[' + e(k) + ']' : e(k)) + '=' + e(o[k]));
			});
		} else pairs.push(name + '=' + e(value));
	}
	function basic(user, password) {
		var text = '';
		new TextEncoder().encode(user + ':' + password).forEach(function (b) { text += String.fromCharCode(b); });
		return 'Basic ' + btoa(text);
	}

	// schemes are the fields for what an operation needs, and what they add to a request.
	function schemes(article, form) {
		return all('.need', article).map(function (need) {
			var d = need.dataset, kept = secrets[d.scheme] = secrets[d.scheme] || {};
			function ask(label, key, secret) {
				var input = make('input', {type: secret ? 'password' : 'text', autocomplete: 'off'});
				input.value = kept[key] || '';
				input.addEventListener('input', function () { kept[key] = input.value; });
				form.append(field(d.scheme + ' ' + label, input));
				return input;
			}
			if (d.kind === 'basic') {
				var user = ask('user', 'user'), password = ask('password', 'password', true);
				return function (r) { r.headers.set('Authorization', basic(user.value, password.value)); };
			}
			if (d.type === 'mutualTLS') return function () {};
			var key = ask(d.type === 'apiKey' ? 'key' : 'token', 'key', true);
			return function (r) {
				if (!key.value) return;
				if (d.type !== 'apiKey') r.headers.set('Authorization', 'Bearer ' + key.value);
				else if (d.in === 'header') r.headers.set(d.name, key.value);
				else if (d.in === 'query') r.query.push(encodeURIComponent(d.name) + '=' + encodeURIComponent(key.value));
				else document.cookie = d.name + '=' + key.value + '; path=/; samesite=strict';
			};
		});
	}

	// bodies is the part of a form for the body: what it gives is called when it is sent.
	function bodies(article, form) {
		var list = all('.media', article);
		if (!list.length) return null;
		var box = make('div'), current;
		function show(media) {
			var d = media.dataset, inputs = [];
			box.replaceChildren();
			if (d.fields) {
				JSON.parse(d.fields).forEach(function (f) {
					var input = f[1] === 'file' ? make('input', {type: 'file'}) :
						f[1] === 'boolean' ? choice(['true', 'false'], f[2]) : make('input', {});
					if (f[3] && f[1] === 'file') input.multiple = true;
					if (f[3] && f[1] !== 'file') input.placeholder = 'one, another';
					inputs.push([f, input]);
					box.append(field(f[0], input, f[2]));
				});
				current = function () {
					var multipart = d.content.startsWith('multipart'), data = multipart ? new FormData() : new URLSearchParams();
					inputs.forEach(function (pair) {
						var f = pair[0], input = pair[1];
						if (f[1] === 'file') Array.from(input.files).forEach(function (file) { data.append(f[0], file, file.name); });
						else if (input.value !== '') (f[3] ? split(input.value) : [input.value]).forEach(function (v) { data.append(f[0], v); });
					});
					return {body: data}; // the browser says the content type, with the boundary
				};
				return;
			}
			if (d.binary) {
				var file = make('input', {type: 'file'});
				box.append(field('Body', file));
				current = function () { return {body: file.files[0] || new Blob([]), type: d.content}; };
				return;
			}
			var area = make('textarea', {spellcheck: 'false'});
			area.value = d.example || '';
			box.append(field('Body', area));
			current = function () { return {body: area.value, type: d.content}; };
		}
		if (list.length > 1) {
			var types = choice(list.map(function (m) { return m.dataset.content; }), true);
			types.addEventListener('change', function () { show(list[types.selectedIndex]); });
			form.append(field('Content type', types));
		}
		form.append(box);
		show(list[0]);
		return function () { return current(); };
	}

	// show tells an answer: text as it comes, whether it ends or not; images, and other bytes to be kept.
	async function show(response, out, began) {
		var type = response.headers.get('Content-Type') || '', pre = make('pre'), fields = '';
		response.headers.forEach(function (value, name) { fields += name + ': ' + value + '\n'; });
		out.replaceChildren(
			make('strong', {}, response.status + ' ' + response.statusText), ' in ' + Math.round(performance.now() - began) + ' ms',
			make('details', {}, make('summary', {}, 'Fields'), make('pre', {}, fields)), pre);
		if (!response.body) return;
		if (!/^(text\/|application\/([\w.-]+\+)?(json|xml|x-ndjson|javascript|yaml)|$)/.test(type) && !type.includes('+xml') || type.startsWith('image/')) {
			var blob = await response.blob(), url = URL.createObjectURL(blob);
			if (type.startsWith('image/')) pre.append(make('img', {src: url, alt: 'The answer'}));
			else pre.append(make('a', {href: url, download: 'answer'}, blob.size + ' bytes of ' + type));
			return;
		}
		var reader = response.body.getReader(), decoder = new TextDecoder(), text = '', bytes = 0, most = 1 << 20;
		for (;;) {
			var part = await reader.read();
			if (part.done) break;
			bytes += part.value.length;
			if (text.length < most) { text += decoder.decode(part.value, {stream: true}); pre.textContent = text; }
			else if (!out.dataset.cut) { out.dataset.cut = 'true'; out.append('More is not shown.'); }
		}
		if (/json/.test(type) && !/ndjson/.test(type) && bytes < most) {
			try { pre.textContent = JSON.stringify(JSON.parse(text), null, 2); } catch (e) { /* shown as it is */ }
		}
	}

	function attempt(article) {
		var form = make('form', {class: 'try', 'aria-label': 'Try ' + article.dataset.method + ' ' + article.dataset.path});
		var rows = all('.parameters tbody tr', article).map(function (row) {
			var input = inputOf(row);
			form.append(field(row.dataset.name + ' (' + row.dataset.in + ')', input, row.dataset.required === 'true'));
			return {d: row.dataset, input: input};
		});
		var credentials = schemes(article, form), body = bodies(article, form);
		var cancel = make('button', {type: 'button'}, 'Cancel'), out = make('div', {class: 'answer', role: 'status', tabindex: '0'});
		cancel.disabled = true;
		out.hidden = true;
		form.append(make('p', {}, make('button', {type: 'submit'}, 'Send'), cancel), out);
		var control;
		cancel.addEventListener('click', function () { control.abort(); });
		form.addEventListener('submit', async function (event) {
			event.preventDefault();
			if (control) control.abort();
			control = new AbortController();
			var mine = control, path = article.dataset.path, r = {headers: new Headers(), query: []}, began = performance.now();
			out.hidden = false;
			delete out.dataset.cut;
			out.replaceChildren('Sending …');
			cancel.disabled = false;
			try {
				rows.forEach(function (row) {
					var d = row.d, value = row.input.value;
					if (value === '' && d.required !== 'true') return;
					if (d.in === 'path') path = path.replace('{' + d.name + '}', function () { return inPath(value, d.multi === 'true'); });
					else if (d.in === 'query') intoQuery(r.query, d, value);
					else if (d.in === 'header') r.headers.set(d.name, value);
					else document.cookie = d.name + '=' + encodeURIComponent(value) + '; path=/; samesite=strict';
				});
				credentials.forEach(function (add) { add(r); });
				var init = {method: article.dataset.method, headers: r.headers, signal: mine.signal};
				if (body && !/^(GET|HEAD)$/.test(init.method)) {
					var b = body();
					init.body = b.body;
					if (b.type) r.headers.set('Content-Type', b.type);
				}
				await show(await fetch(base + path + (r.query.length ? '?' + r.query.join('&') : ''), init), out, began);
			} catch (e) {
				out.append(make('p', {}, e.name === 'AbortError' ? 'Cancelled.' : 'It failed: ' + e.message));
			}
			if (mine === control) cancel.disabled = true;
		});
		return form;
	}
	all('article').forEach(function (article) {
		var button = make('button', {type: 'button', 'aria-expanded': 'false'}, 'Try it');
		var form;
		button.addEventListener('click', function () {
			if (!form) { form = attempt(article); article.append(form); } else form.hidden = !form.hidden;
			button.setAttribute('aria-expanded', String(!form.hidden));
			if (!form.hidden) { var first = $('input, select, textarea, button', form); if (first) first.focus(); }
		});
		article.append(make('p', {}, button));
	});
	root.dataset.ready = 'true';
})();
