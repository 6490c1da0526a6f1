// Posts to a service over HTTP/2 from many sides, while it is restarted, until stdin ends, and
// tells how many were answered. What was refused unprocessed (RFC 9113 §8.7), or never sent since
// the connection took no more, is asked again; all else that is no answer is a fault.
import http2 from "node:http2";

const url = process.argv[2];
let session, over = false, answered = 0, again = 0, sessions = 0;
const faults = [];
process.stdin.on("end", () => { over = true; }).resume();

const connected = () => {
  if (!session || session.closed || session.destroyed) {
    sessions++;
    session = http2.connect(url, { rejectUnauthorized: false });
    session.on("error", () => {}); // its streams tell
  }
  return session;
};

const ask = () => new Promise((done) => {
  let stream, status, body = "";
  try {
    stream = connected().request({ ":path": "/small", ":method": "POST" });
  } catch {
    return done("again"); // the session is closing
  }
  stream.setEncoding("utf8");
  stream.on("response", (fields) => { status = fields[":status"]; });
  stream.on("data", (piece) => { body += piece; });
  stream.on("error", () => {});
  stream.on("close", () => {
    if (status === 200 && body === "5\n") return done("answered");
    const refused = stream.rstCode === http2.constants.NGHTTP2_REFUSED_STREAM;
    done(refused || stream.id === undefined ? "again" : `${status} ${stream.rstCode} ${body}`);
  });
  stream.end("hello");
});

const work = async () => {
  while (!over) {
    const what = await ask();
    if (what === "answered") answered++;
    else if (what === "again") again++;
    else faults.push(what);
    if (what !== "answered") await new Promise((go) => setTimeout(go, 1));
  }
};
await Promise.all(Array.from({ length: 16 }, work));
session?.close();
console.log(JSON.stringify({ answered, again, sessions, faults: faults.slice(0, 5) }));
process.exit(faults.length ? 1 : 0);
