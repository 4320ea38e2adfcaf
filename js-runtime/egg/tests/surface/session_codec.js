'use strict';

// MW-072: what is no session is told by a SyntaxError, whatever bytes it has; then there is a new session.
const assert = require('assert');
const codec = surface('egg-session/lib/codec');

const session = { visits: 3, name: 'Ada \u{1f600}', nested: { list: [ 1, null, 'x' ] } };
assert.deepStrictEqual(codec.decode(codec.encode(session)), session);
assert.strictEqual(codec.encode(session), Buffer.from(JSON.stringify(session)).toString('base64'));

for (const text of [ '', '{"a":\0}', '\0', '{', 'undefined', '\ud800', '{"a":1}x' ]) {
  assert.throws(() => codec.decode(Buffer.from(text).toString('base64')), SyntaxError, JSON.stringify(text));
}
// Bytes that are no UTF-8 are no reason to fail otherwise.
assert.throws(() => codec.decode(Buffer.from([ 0xff, 0xfe, 0 ]).toString('base64')), SyntaxError);
assert.deepStrictEqual(codec.decode(Buffer.from('[{"__proto__":1}]').toString('base64')), JSON.parse('[{"__proto__":1}]'));
