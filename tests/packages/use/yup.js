const yup = require('yup');
const s = yup.object({ name: yup.string().required().min(2), age: yup.number().positive().integer().required(), mail: yup.string().email(), site: yup.string().url().nullable(), at: yup.date().default(() => new Date(0)), list: yup.array().of(yup.number()).min(1), other: yup.string().when('age', { is: v => v > 10, then: x => x.required() }) });
(async () => {
  show(await s.validate({ name: 'Ann', age: '5', list: [ '1', 2 ] }));
  await s.validate({ name: 'A', age: -1.5, mail: 'x', list: [], site: 'q' }, { abortEarly: false }).catch(e => show(e.name, e.errors, e.inner.map(i => i.path), e.message));
  await s.validate({ name: 'Ann', age: 11, list: [ 1 ] }).catch(e => show(e.errors, e.type, e.params));
  show(s.cast({ name: 1, age: '7', list: [ '3' ] }), s.isValidSync({}), yup.mixed().oneOf([ 1, 2 ]).describe(), Object.keys(s.describe().fields));
  show(
    yup.ref('$x').key, await yup.string().test('t', '${path} is bad', v => v === 'a').validate('b').catch(e => e.message),
    yup.tuple([ yup.string(), yup.number() ]).cast([ 'a', '1' ])
  );
})();
