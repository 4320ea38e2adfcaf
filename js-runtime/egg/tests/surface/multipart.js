'use strict';

// Forms as busboy 1 reads them, whatever pieces they arrive in.
const assert = require('assert');
const { Readable } = require('stream');
const MultipartParser = surface('egg-multipart/lib/multipart_parser');
const parsePartHeaders = surface('egg-multipart/lib/part_headers');

const body = Buffer.from([
  'preamble', '--xx', 'Content-Disposition: form-data; name="a"', '', 'one\r\n--x no boundary',
  '--xx', 'Content-Disposition: form-data; name="file"; filename="C:\\\\dir\\\\f \\"q\\".txt"', 'Content-Type: text/html', '', 'line\r\n--xy\r\n',
  '--xx', 'content-disposition: form-data; name="中文"', 'Content-Type: text/plain; charset=latin1', '', '\u00e9',
  '--xx', 'Content-Disposition: form-data; name="blob"', 'Content-Type: application/octet-stream', '', '',
  '--xx--', 'epilogue',
].join('\r\n'));

async function read(pieceSize, limits) {
  const parser = new MultipartParser({ boundary: 'xx', limits });
  const seen = [];
  const files = [];
  parser.on('field', (name, value, { valueTruncated }) => seen.push([ name, value, valueTruncated ]));
  parser.on('file', (name, stream, info) => {
    const entry = [ name, info.filename, info.mimeType, '' ];
    seen.push(entry);
    files.push((async () => {
      for await (const chunk of stream) entry[3] += chunk.toString('latin1');
      entry.push(stream.truncated);
    })());
  });
  for (const kind of [ 'parts', 'files', 'fields' ]) parser.on(`${kind}Limit`, () => seen.push(`${kind} limit`));
  const pieces = [];
  for (let at = 0; at < body.length; at += pieceSize) pieces.push(body.subarray(at, at + pieceSize));
  await new Promise((resolve, reject) => Readable.from(pieces).pipe(parser).on('finish', resolve).on('error', reject));
  await Promise.all(files);
  return seen;
}

async function main() {
  const whole = [
    [ 'a', 'one\r\n--x no boundary', false ],
    [ 'file', 'f "q".txt', 'text/html', 'line\r\n--xy\r\n', false ],
    [ '中文', Buffer.from('\u00e9').toString('latin1'), false ],
    [ 'blob', undefined, 'application/octet-stream', '', false ],
  ];
  for (const size of [ 1, 2, 3, 7, 64, body.length ]) assert.deepStrictEqual(await read(size), whole, `pieces of ${size}`);

  const limited = await read(5, { fieldSize: 3, fileSize: 4, files: 1, fields: 1 });
  assert.deepStrictEqual(limited, [
    [ 'a', 'one', true ],
    [ 'file', 'f "q".txt', 'text/html', 'line', true ],
    'fields limit',
    'files limit',
  ]);

  const short = new MultipartParser({ boundary: 'xx' });
  const failed = new Promise(resolve => short.on('error', resolve));
  short.end(body.subarray(0, 40));
  assert.strictEqual((await failed).message, 'Unexpected end of form');

  const extended = parsePartHeaders(Buffer.from('Content-Disposition: form-data; name=n; filename="x"; filename*=UTF-8\'\'%e4%b8%ad.txt'), 'utf8');
  assert.strictEqual(extended.filename, '中.txt');
  assert.strictEqual(extended.name, 'n');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
