"""What every client sends; package sent wants the same."""
import base64
import sys

path = '/shops/north%20west%20%C3%A9/items/42'
text = 'a b&c=d+é%/?#'
at = '2024-01-02T03:04:05.5Z'
words = ['a b', 'c,d', 'é&=+%']
csv = ['x', 'y z']
query = {
    's': text, 'empty': '', 'n': -5, 'big': 1234567890123, 'x': 0.25, 'b': True, 'at': at,
    'day': '2024-02-29', 'uid': 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'sort': 'very hot',
    'tag': words, 'num': [1, -2, 3],
}
headers = {'X-Count': '7', 'X-Tags': 'a, b c', 'X-At': at}
item = {
    'id': 9007199254740991, 'name': 'left "shoe" \u2028é', 'price': 59.5, 'tags': words,
    'sort': 'very hot', 'at': at, 'note': None, 'size': {'R': 1, 'G': 2},
    'counts': {'a': 1, 'b/c': 2}, 'raw': base64.b64encode(b'\0\xff!').decode(),
}
order = {
    'x': text, 'n': -5, 'big': 1234567890123, 'ok': True, 'at': at, 'day': '2024-02-29',
    'sort': 'very hot', 'l': words, 'ns': [1, -2, 3],
}
upload = {'title': text, 'n': '-5', 'sort': 'very hot', 'l': words}
files = [('photo', ('f.txt', b'first')), ('more', ('s.txt', b'second')), ('more', ('empty.txt', b''))]


def want(status, answer):
    if answer.status_code != status:
        sys.exit(f'answered {answer.status_code}, not {status}: {answer.text}')
