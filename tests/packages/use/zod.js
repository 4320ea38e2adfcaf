const { z } = require('zod');
const User = z.object({ name: z.string().min(2).trim(), age: z.coerce.number().int().positive(), mail: z.string().email().optional(), tags: z.array(z.enum([ 'a', 'b' ])).default([]), when: z.date().optional() }).strict();
show(User.parse({ name: ' 李雷 ', age: '12' }));
show(User.safeParse({ name: 'x', age: -1, mail: 'no', more: 1 }).error.issues);
show(User.safeParse({}).error.format(), z.string().uuid().safeParse('x').error.flatten());
show(z.discriminatedUnion('k', [ z.object({ k: z.literal('a'), v: z.string() }), z.object({ k: z.literal('b'), v: z.number() }) ]).safeParse({ k: 'b', v: 'x' }).error.message);
show(z.record(z.string(), z.bigint()).parse({ a: 1n }), z.map(z.string(), z.set(z.number())).parse(new Map([[ 'a', new Set([ 1 ]) ]])));
const T = z.lazy(() => z.object({ v: z.number(), next: T.nullable() }));
show(T.parse({ v: 1, next: { v: 2, next: null } }), z.string().transform(s => s.length).pipe(z.number().max(3)).safeParse('abcd').success);
z.string().refine(async s => s === 'ok', 'not ok').parseAsync('x').catch(e => show(e.name, e.errors, e instanceof Error));
try { z.number().parse('a'); } catch (e) { console.log(e.toString()); }
