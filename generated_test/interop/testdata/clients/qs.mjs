import qs from 'qs';
import * as v from './values.mjs';

const path = `${v.base}/shops/${encodeURIComponent(v.path.shop)}/items/${v.path.id}`;
const told = async (response, wanted = 200) => v.want(wanted, response.status, await response.text());

for (const arrayFormat of ['indices', 'brackets', 'repeat', 'comma']) {
	// Texts with commas have no form of their own under comma.
	const {tag, csv, ...query} = v.query;
	const lists = arrayFormat === 'comma' ? {csv} : {csv, tag};
	told(await fetch(`${path}?${qs.stringify({...query, ...lists}, {arrayFormat})}`));
	if (arrayFormat !== 'comma') {
		told(await fetch(`${v.base}/orders`, {
			method: 'POST', body: qs.stringify(v.order, {arrayFormat}),
			headers: {'Content-Type': 'application/x-www-form-urlencoded'},
		}));
	}
}
told(await fetch(`${path}?${qs.stringify({...v.query, n: null, x: null, empty: null}, {addQueryPrefix: false})}`));
told(await fetch(`${path}?${qs.stringify({...v.query}, {encodeValuesOnly: true, format: 'RFC1738'})}`));
