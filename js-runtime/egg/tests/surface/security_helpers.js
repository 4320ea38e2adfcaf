'use strict';

const assert = require('assert');
const { isSafeDomain, isSafePath } = surface('egg-security/lib/utils');
const addressMatcher = surface('egg-security/lib/address_matcher');
const tokens = surface('egg-security/lib/csrf_tokens');
const helpers = surface('egg-security/app/extend/helper');
const jsonpBody = surface('egg-jsonp/lib/jsonp_body');

assert.strictEqual(isSafeDomain('a.example.com', [ 'example.com' ]), true);
assert.strictEqual(isSafeDomain('A.Example.com', [ '.example.com' ]), true);
assert.strictEqual(isSafeDomain('badexample.com', [ 'example.com' ]), false);
assert.strictEqual(isSafeDomain('api.example.org', [ '*.example.org' ]), true);
assert.strictEqual(isSafeDomain('example.org.evil', [ '*.example.org' ]), false);
assert.strictEqual(isSafeDomain(undefined, [ '*' ]), false);

const ctx = { app: { config: { env: 'prod' } } };
assert.strictEqual(isSafePath('/a/../b', ctx), true);
assert.strictEqual(isSafePath('/../b', ctx), false);
assert.strictEqual(isSafePath('/%2e%2e/b', ctx), false);
assert.strictEqual(isSafePath('/%zz', ctx), true);

const isPrivate = addressMatcher('10.0.0.0/8');
assert.deepStrictEqual([ '10.1.2.3', '11.0.0.1', 'host' ].map(isPrivate), [ true, false, false ]);
assert.strictEqual(addressMatcher('0.0.0.0/0')('8.8.8.8'), true);
assert.strictEqual(addressMatcher('127.0.0.1')('127.0.0.1'), true);
assert.throws(() => addressMatcher('10.0.0.0/33'), /invalid CIDR subnet/);

// made with the npm package csrf 3
assert.strictEqual(tokens.verify('0123456789abcdefghijklmn', 'saltsalt-I8W2oS79WVityeENksCODZGwfTY'), true);
const secret = tokens.createSecret();
assert.match(secret, /^[\w-]{24}$/);
assert.strictEqual(tokens.verify(secret, tokens.createToken(secret)), true);
assert.strictEqual(tokens.verify(secret, tokens.createToken(tokens.createSecret())), false);
assert.strictEqual(tokens.verify(secret, 'no hyphen'), false);

assert.strictEqual(helpers.escape('<a href="x">\'&'), '&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
assert.strictEqual(helpers.sjs('a"\n</é'), 'a\\x22\\n\\x3c\\x2fé');
assert.strictEqual(helpers.cliFilter('rm -rf /;a_b.c'), 'rm-rfa_b.c');
assert.strictEqual(helpers.escapeShellArg('it\'s'), '\'it\'\\\'\'s\'');
assert.strictEqual(helpers.escapeShellCmd('ls; rm $HOME'), 'ls rm HOME');
assert.strictEqual(helpers.spath('a/b'), 'a/b');
assert.strictEqual(helpers.spath('%2e%2e/b'), null);
assert.strictEqual(helpers.sjson({ 'a"': '<' }), '{"a\\\\x22":"\\\\x3c"}');

assert.strictEqual(jsonpBody({ a: 1 }, 'cb'), '/**/ typeof cb === \'function\' && cb({"a":1});');
assert.strictEqual(jsonpBody({ a: '\u2028' }, 'x.y[0];alert(1)', { limit: 6 }), '/**/ typeof x.y[0] === \'function\' && x.y[0]({"a":"\\u2028"});');
assert.strictEqual(jsonpBody({ a: 1 }, undefined), '{"a":1}');
