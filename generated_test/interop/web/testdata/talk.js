// Talks to an echo from a page, and gives back what was not as it should be.

const open = (url) => new Promise((ok, no) => {
  const ws = new WebSocket(url);
  ws.binaryType = "arraybuffer";
  ws.onopen = () => ok(ws);
  ws.onclose = (e) => no(new Error(`${url} is not open: ${e.code}`));
});

// next is the next message, or the end in words.
const next = (ws) => new Promise((ok) => {
  ws.onmessage = (e) => ok(e.data);
  ws.onclose = (e) => ok(`closed ${e.code} ${e.reason} ${e.wasClean}`);
});

const same = (a, b) => {
  if (typeof a == "string" || typeof b == "string") return a === b;
  const x = new Uint8Array(a), y = new Uint8Array(b);
  return x.length == y.length && x.every((v, i) => v == y[i]);
};

const talk = async (url) => {
  const faults = [];
  const want = (sentence, got, wanted) => {
    if (!same(got, wanted)) faults.push(`${sentence}: ${String(got).slice(0, 80)}`);
  };
  const ws = await open(url);
  want("compression is agreed on", ws.extensions.split(";")[0], "permessage-deflate");
  const random = new Uint8Array(1 << 20);
  for (let i = 0; i < random.length; i += 1 << 16) crypto.getRandomValues(random.subarray(i, i + (1 << 16)));
  for (const message of ["", "hello", "ž☃😀", "x".repeat(70_000), new ArrayBuffer(0), random.buffer]) {
    const answer = next(ws);
    ws.send(message);
    want("an echo", await answer, message);
  }
  ws.close(4001, "enough");
  const end = await next(ws); // not every library sends the reason back
  want("the page closes", end.replace("enough", ""), "closed 4001  true");

  const other = await open(url);
  other.send("close 4002 later");
  want("the server closes", await next(other), "closed 4002 later true");
  return faults;
};

const refused = (url) => open(url).then(() => "it is open", () => "");

// stay opens a connection and keeps what will be its end.
const stay = async (url) => { const ws = await open(url); globalThis.end = next(ws); return true; };
