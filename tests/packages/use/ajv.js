const Ajv = require('ajv');
const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true, strict: false });
ajv.addKeyword({ keyword: 'even', validate: (schema, data) => !schema || data % 2 === 0 });
const schema = {
  $id: 'person', type: 'object', required: [ 'name', 'age' ], additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 2, pattern: '^[\\p{L} ]+$' }, age: { type: 'integer', minimum: 0, even: true },
    mail: { type: [ 'string', 'null' ], default: null }, tags: { type: 'array', items: { enum: [ 'a', 'b' ] }, uniqueItems: true }, next: { $ref: '#' },
  },
};
const validate = ajv.compile(schema);
const data = { name: '李雷', age: '12', next: { name: 'Ann', age: 2 } };
show(validate(data), data);
show(validate({ name: '1', age: 3, tags: [ 'a', 'a', 'c' ], more: 1, next: {} }), validate.errors.map(({ instancePath, keyword, message }) => [ instancePath, keyword, message ]));
show(ajv.errorsText(validate.errors, { dataVar: 'body' }));
show(ajv.validate({ oneOf: [{ type: 'number' }, { const: 'x' }], if: { type: 'string' }, then: { maxLength: 1 } }, 'x'));
try { ajv.compile({ $ref: 'missing' }); } catch (error) { show(error.constructor.name, error.message); }
