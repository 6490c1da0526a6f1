"""Talks to an echo: what clients do in the life of a connection, and what they must see.

    websockets_client.py URL talk|leave [FILE]

With leave it opens one connection, says "open", and waits for the server to end."""

import asyncio
import ssl
import sys

import websockets


def equal(sentence, got, want):
    if got != want:
        sys.exit(f"{sentence}: {str(got)[:80]!r}, want {str(want)[:80]!r}")


async def wait_closed(ws):
    """is the code that the server closed with, and why"""
    try:
        message = await ws.recv()
    except websockets.exceptions.ConnectionClosed:
        return ws.close_code, ws.close_reason
    sys.exit(f"a message instead of the end: {message[:80]!r}")


async def talk(url, context, **options):
    limit = {"max_size": 8 << 20, "ssl": context, **options}
    async with websockets.connect(url, **limit) as ws:
        for message in ["", "hello", "ž☃😀", b"", bytes(range(256)), "x" * 70_000, b"\0" * (1 << 20)]:
            await ws.send(message)
            equal("an echo", await ws.recv(), message)

        async def pieces():
            for piece in ["one ", "two ", "three"]:
                yield piece
                await asyncio.sleep(0.01)

        await ws.send(pieces())
        equal("a message in pieces", await ws.recv(), "one two three")
        answer = await ws.ping(b"are you there?")
        await asyncio.wait_for(answer, 20)
        await ws.pong(b"unasked")
        await asyncio.gather(*(ws.send(str(i)) for i in range(200)))
        got = [await ws.recv() for _ in range(200)]
        equal("many at once", sorted(got, key=int), [str(i) for i in range(200)])
    equal("the client closes", ws.close_code, 1000)

    for code, why in [(1000, "fine"), (1013, "later"), (4001, "ž of our own")]:
        ws = await websockets.connect(url, **limit)
        await ws.send(f"close {code} {why}")
        equal("the server closes", await wait_closed(ws), (code, why))

        ws = await websockets.connect(url, **limit)
        await ws.close(code, why)
        equal("the server says the same", ws.close_code, code)


async def leave(url, context):
    async with websockets.connect(url, ssl=context) as ws:
        await ws.send("hello")
        equal("an echo", await ws.recv(), "hello")
        print("open", flush=True)
        print(*await wait_closed(ws), flush=True)


async def main():
    url, what = sys.argv[1:]
    context = None
    if url.startswith("wss:"):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if what == "leave":
        await leave(url, context)
        return
    await talk(url, context)
    await talk(url, context, compression=None)


asyncio.run(asyncio.wait_for(main(), 60))
