#!/usr/bin/env bash
# swagger-client 3.38.4 (npm; the client behind Swagger UI), an OpenAPI 3 operation with several cookie parameters.
# One would guess that they go out as one Cookie field, `a=1; b=2` (RFC 6265 §4.2.1), as each of them alone does.
# Seen: each overwrites the field of the one before, so that only the one that the document declares last is sent,
# whatever the order of the call; the others are lost without a word.
# It matters to whoever has a session and another cookie in a document: "Try it out" answers 401 or 400.
set -euo pipefail
command -v npm >/dev/null && command -v node >/dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts swagger-client@3.38.4 >/dev/null 2>&1 ||
	{ echo "npm cannot install the package" >&2; exit 2; }
cat >main.mjs <<'JS'
import SwaggerClient from 'swagger-client';

const cookie = (name) => ({name, in: 'cookie', schema: {type: 'string'}});
const spec = {
	openapi: '3.0.3', info: {title: 't', version: '1'}, servers: [{url: 'http://127.0.0.1'}],
	paths: {'/x': {get: {operationId: 'x', parameters: [cookie('a'), cookie('b'), cookie('c')], responses: {}}}},
};
for (const parameters of [{a: '1'}, {a: '1', b: '2'}, {c: '3', b: '2', a: '1'}]) {
	const {headers} = SwaggerClient.buildRequest({spec, operationId: 'x', parameters});
	console.log(`${JSON.stringify(parameters)}: Cookie: ${headers.Cookie}`);
}
JS
got=$(node main.mjs)
echo "$got"
want='{"a":"1"}: Cookie: a=1
{"a":"1","b":"2"}: Cookie: b=2
{"c":"3","b":"2","a":"1"}: Cookie: c=3'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "swagger-client 3.38.4: as it was seen"
