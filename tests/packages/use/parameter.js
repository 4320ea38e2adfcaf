const Parameter = require('parameter');
const parameter = new Parameter({ translate: (text, ...args) => `<${text}> ${args.join(' ')}`.trim(), convert: true, widelyUndefined: true });
parameter.addRule('even', (rule, value) => (value % 2 === 0 ? undefined : 'should be even'));
const rules = {
  name: { type: 'string', min: 2, max: 5, trim: true }, age: 'int', email: 'email?', at: { type: 'datetime', required: false },
  kind: [ 'a', 'b' ], tags: { type: 'array', itemType: 'string', min: 1 }, own: { type: 'object', rule: { id: /^\d+$/ } }, n: 'even', yes: 'boolean?',
};
const good = { name: ' abc ', age: '7', kind: 'a', tags: [ 'x' ], own: { id: '12' }, n: 4, yes: 'true', at: '2020-01-02 03:04:05' };
show(parameter.validate(rules, good), good);
show(parameter.validate(rules, { name: 'x', age: 'y', email: 'no', kind: 'c', tags: [], own: { id: 'z' }, n: 3, at: 'never' }));
show(new Parameter().validate({ url: 'url', password: { type: 'password', compare: 're-password' } }, { url: 'x', 'password': '123456', 're-password': '654321' }));
try { parameter.validate({ x: 'unknown' }, { x: 1 }); } catch (error) { show(error.message.slice(0, 40)); }
