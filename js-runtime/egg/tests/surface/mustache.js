'use strict';

// The templates of the developer's error page.
const assert = require('assert');
const render = surface('egg-onerror/lib/mustache');

assert.strictEqual(render('{{a}} {{{a}}} {{&a}} {{ missing }}', { a: '<b>"' }), '&lt;b&gt;&quot; <b>" <b>" ');
assert.strictEqual(render('{{#list}}{{name}}{{outer}};{{/list}}', { list: [ { name: 1 }, { name: 2 } ], outer: '!' }), '1!;2!;');
assert.strictEqual(render('{{#list}}{{.}},{{/list}}{{^list}}none{{/list}}', { list: [] }), 'none');
assert.strictEqual(render('{{#a.b}}{{c}}{{/a.b}}{{! not shown }}', { a: { b: { c: 1 } } }), '1');
assert.strictEqual(render('{{#on}}x{{/on}}{{^on}}y{{/on}}', { on: 0 }), 'y');
assert.throws(() => render('{{#a}}', {}), /does not close "a"/);
assert.throws(() => render('{{#a}}{{/b}}', {}), /closes "b" where "a" is open/);
