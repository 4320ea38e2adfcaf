'use strict';

exports.body = ctx => { // PLUG-010, PLUG-012
  ctx.validate({ name: 'string', age: { type: 'int', min: 18, max: 99, required: false }, tags: { type: 'array', itemType: 'string', required: false } });
  ctx.body = ctx.request.body;
};

/** [rule, value]: a good and a bad value of every type, and the shorthands. (PLUG-013, PLUG-014, PLUG-015) */
const CASES = [
  [ 'number', 1.5 ], [ 'number', 'x' ], [ { type: 'number', min: 2, max: 4 }, 1 ], [ { type: 'number', min: 2, max: 4 }, 5 ],
  [ 'int', 3 ], [ 'int', 3.5 ], [ 'integer', '4' ], [ 'string', 'a' ], [ 'string', '' ], [ 'string', {} ],
  [ { type: 'string', min: 2, max: 3 }, 'a' ], [ { type: 'string', min: 2, max: 3 }, 'abcd' ], [ { type: 'string', allowEmpty: true }, '' ],
  [ { type: 'string', format: /^\d+$/ }, '12' ], [ { type: 'string', format: /^\d+$/ }, '1a' ], [ { type: 'string', format: /^\d+$/, message: 'digits only' }, 'z' ],
  [ 'id', '123' ], [ 'id', 'x1' ], [ 'date', '2026-02-28' ], [ 'date', '2026/02' ], [ 'dateTime', '2026-02-28 10:00:00' ], [ 'datetime', '10:00' ],
  [ 'boolean', true ], [ 'bool', 'nonsense' ], [ 'array', [ 1 ] ], [ 'array', 1 ], [ { type: 'array', itemType: 'int', min: 2 }, [ 1 ] ], [ { type: 'array', itemType: 'int' }, [ 1, 'b' ] ],
  [ { type: 'array', itemType: 'object', rule: { a: 'int' } }, [ { a: 1 }, { a: 'no' } ] ],
  [ 'object', {} ], [ 'object', 'o' ], [ { type: 'object', rule: { a: 'int', b: 'string?' } }, { a: 'x', b: 1 } ],
  [ { type: 'enum', values: [ 'a', 'b' ] }, 'b' ], [ [ 'a', 'b' ], 'c' ], [ 'email', 'a@b.example' ], [ 'email', 'a@' ], [ { type: 'email', allowEmpty: true }, '' ],
  [ 'password', 'secret1' ], [ 'password', '123' ], [ { type: 'password', compare: 'other' }, 'secret1' ], [ 'url', 'https://a.example/b' ], [ 'url', 'a b' ],
  [ 'string?', undefined ], [ 'string', undefined ], [ 'int?', 'x' ], [ /^a+$/, 'aaa' ], [ /^a+$/, 'b' ], [ { type: 'tel' }, '1' ], [ 'even', 2 ], [ 'even', 3 ], [ 'word', 'ok' ], [ 'word', 'no no' ],
];

exports.types = ctx => {
  const { validator } = ctx.app;
  validator.addRule('even', (rule, value) => (value % 2 === 0 ? undefined : 'should be even'), true); // PLUG-011
  validator.addRule('word', /^\w+$/, true);
  ctx.body = CASES.map(([ rule, value ]) => {
    try {
      return validator.validate({ field: rule }, { field: value, other: 'secret2' }) ?? 'fine';
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  });
};

exports.conversions = ctx => { // PLUG-016
  const { validator } = ctx.app;
  const data = { text: 5, number: '6', flag: 'yes', trimmed: '  t ', day: 20260228 };
  const errors = validator.validate({
    text: 'string', number: 'int', flag: 'bool', trimmed: { type: 'string', trim: true }, preset: { type: 'string', default: 'set' },
    day: { type: 'string', convertType: value => `day ${value}` }, absent: { type: 'int', required: false, default: 3 },
  }, data);
  ctx.body = { errors: errors ?? null, data };
};

exports.withoutBody = ctx => { // PLUG-017
  ctx.request.body = undefined;
  try {
    ctx.validate({ name: 'string' });
  } catch (error) {
    ctx.body = { name: error.name, status: error.status ?? null };
  }
};
