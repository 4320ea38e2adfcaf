const Joi = require('joi');
const schema = Joi.object({
  name: Joi.string().trim().min(2).required(), age: Joi.number().integer().min(0), born: Joi.date().iso(),
  mail: Joi.string().email({ tlds: false }), kind: Joi.any().valid('a', 'b').default('a'), list: Joi.array().items(Joi.number()).unique(),
  password: Joi.string().pattern(/^\w{3,}$/), repeat: Joi.ref('password'),
}).with('password', 'repeat').rename('years', 'age');
show(schema.validate({ name: ' Ann ', years: '7', born: '2020-01-02', mail: 'a@b.example', list: [ '1', 2 ], password: 'abc', repeat: 'abc' }));
const { error } = schema.validate({ name: 'x', age: -1, born: 'never', mail: 'no', kind: 'c', list: [ 1, 1 ], password: 'é', more: 1 }, { abortEarly: false });
show(error.name, error.details.map(({ message, path, type }) => [ message, path, type ]));
Joi.string().external(async value => `${value}!`).validateAsync('late').then(show);
Joi.number().validateAsync('x').catch(error => show(error.message, Joi.isError(error)));
show(Joi.alternatives().try(Joi.number(), Joi.boolean()).validate('true').value, Joi.attempt('5', Joi.number()), Joi.compile({ a: 1 }).describe().keys.a);
