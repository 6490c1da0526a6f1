import sys

import httpx

import values as v

base = sys.argv[1]
client = httpx.Client(trust_env=False)
query = {**v.query, 'csv': ','.join(v.csv), 'rgb[R]': 1, 'rgb[G]': 2, 'missing': None}
v.want(200, client.get(base + v.path, params=query))
v.want(200, client.get(base + '/fields', headers=v.headers, cookies={'sid': 's3%20cret,x', 'count': '8'}))
v.want(201, client.post(base + '/items', json=v.item))
v.want(200, client.post(base + '/orders', data=v.order))
v.want(200, client.post(base + '/uploads', data=v.upload, files=v.files))
