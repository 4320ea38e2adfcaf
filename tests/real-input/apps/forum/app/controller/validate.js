'use strict';

exports.body = ctx => { // PLUG-091
  ctx.validate({ title: { type: 'string', max: 10 }, tab: [ 'ask', 'share' ], tags: { type: 'array', itemType: 'string', required: false } });
  ctx.body = ctx.request.body;
};

const CASES = [
  [ 'int', '3' ], [ { type: 'number', min: 2, max: 4 }, 5 ], [ 'string', '' ], [ { type: 'string', format: /^\d+$/ }, 'x' ], [ 'id', 'x1' ], [ 'date', '2026/02' ],
  [ 'dateTime', '2026-02-28 10:00:00' ], [ 'bool', 1 ], [ { type: 'array', itemType: 'int' }, [ 1, 'b' ] ], [ { type: 'object', rule: { a: 'int' } }, { a: 'x' } ],
  [ [ 'a', 'b' ], 'c' ], [ 'email', 'a@' ], [ { type: 'password', compare: 'other' }, 'secret1' ], [ 'url', 'a b' ], [ { type: 'tel' }, '1' ], [ 'even', 3 ],
];

exports.types = ctx => {
  const { validator } = ctx.app;
  validator.addRule('even', (rule, value) => (value % 2 === 0 ? undefined : 'should be even'));
  ctx.body = CASES.map(([ rule, value ]) => {
    try {
      return validator.validate({ field: rule }, { field: value, other: 'secret2' }) ?? 'fine';
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  });
};
