'use strict';

// Bodies that are changed forms: whatever they are, the parser ends, with a finish or an error, reads the same in pieces and in
// whole, and gives no more than its limits allow. The same inputs each time; CODDLE_FUZZ_SECONDS=600 goes on with new ones:
//   CODDLE_FUZZ_SECONDS=600 cargo test -p coddle-egg --test surface -- multipart_fuzz
const assert = require('assert');
const { finished } = require('stream/promises');
const MultipartParser = surface('egg-multipart/lib/multipart_parser');

const LIMITS = { fieldNameSize: 20, fieldSize: 30, fileSize: 40, fields: 3, files: 2, parts: 6 };
const SEED = Buffer.from([
  '--xx', 'Content-Disposition: form-data; name="a"', '', 'one',
  '--xx', 'Content-Disposition: form-data; name="f"; filename="b.txt"', 'Content-Type: text/plain; charset=utf-8', '', 'text\r\n--x',
  '--xx', 'Content-Disposition: form-data; name*=UTF-8\'\'%e4%b8%ad; filename="', '', '',
  '--xx--', '',
].join('\r\n'));
const PIECES = [ '\r\n', '\r', '\n', '--xx', '--xx--', '--', ';', '"', '=', '\\', '\0', '\r\n\r\n', 'name=', 'filename="', '%zz', '\u00ff' ].map(text => Buffer.from(text, 'latin1'));

/** A linear congruential generator. */
function numbers(seed) {
  let state = seed * 2654435761 % 2147483647 || 1;
  return below => {
    state = state * 48271 % 2147483647;
    return state % below;
  };
}

function make(number) {
  const random = numbers(number + 1);
  let body = SEED;
  for (let i = random(6); i >= 0; i--) {
    const at = random(body.length + 1);
    const end = Math.min(body.length, at + random(30));
    const middle = [ PIECES[random(PIECES.length)], Buffer.alloc(0), body.subarray(at, end), Buffer.alloc(random(200), random(256)) ][random(4)];
    body = Buffer.concat([ body.subarray(0, at), middle, body.subarray(random(2) ? at : end) ]);
  }
  return body;
}

async function read(body, size) {
  const parser = new MultipartParser({ boundary: 'xx', limits: LIMITS });
  const seen = { fields: [], files: [], limits: [] };
  parser.on('field', (name, value) => seen.fields.push([ name, value ]));
  parser.on('file', (name, stream, { filename }) => {
    const file = { name, filename, size: 0 };
    seen.files.push(file);
    stream.on('data', chunk => (file.size += chunk.length)).on('error', () => {});
  });
  for (const kind of [ 'parts', 'files', 'fields' ]) parser.on(`${kind}Limit`, () => seen.limits.push(kind));
  const ended = finished(parser).catch(error => (seen.error = error.message));
  for (let at = 0; at < body.length && !parser.destroyed; at += size) parser.write(body.subarray(at, at + size));
  if (!parser.destroyed) parser.end();
  await ended;
  return seen;
}

async function main() {
  const until = process.env.CODDLE_FUZZ_SECONDS && Date.now() + process.env.CODDLE_FUZZ_SECONDS * 1000;
  for (let number = 0; until ? Date.now() < until : number < 600; number++) {
    const body = make(number);
    const whole = await read(body, body.length || 1);
    const about = `input ${number}: ${JSON.stringify(body.toString('latin1'))}`;
    assert(whole.fields.length <= LIMITS.fields && whole.files.length <= LIMITS.files, about);
    for (const [ , value ] of whole.fields) assert(value.length <= LIMITS.fieldSize, about);
    for (const file of whole.files) assert(file.size <= LIMITS.fileSize, about);
    if (!whole.error) assert.deepStrictEqual(await read(body, 1 + number % 7), whole, about);
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
