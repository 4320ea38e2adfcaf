const { buildSchema, graphql, GraphQLObjectType, GraphQLSchema, GraphQLString, GraphQLList, GraphQLInt, printSchema, parse, validate, GraphQLError } = require('graphql');
const { createHandler } = require('graphql-http/lib/use/http');
(async () => {
  const schema = buildSchema('type Query { hello(n: Int = 2): String! list: [Item!] bad: Int } type Item { id: ID! sub: Item } type Mutation { add(a: Int!, b: Int!): Int }');
  const rootValue = { hello: ({ n }) => 'é'.repeat(n), list: async () => [ { id: 1, sub: { id: 2 } } ], bad() { throw new Error('no'); }, add: ({ a, b }) => a + b };
  show(
    await graphql({ schema, source: '{ hello(n: 3) list { id sub { id sub { id } } } }', rootValue }),
    await graphql({ schema, source: 'mutation M($a: Int!) { add(a: $a, b: 2) }', rootValue, variableValues: { a: 1 } })
  );
  const r = await graphql({ schema, source: '{ bad hello }', rootValue });
  show(JSON.stringify(r));
  show(validate(schema, parse('{ nope }')).map(e => [ e.message, e.locations ]));
  try { parse('{ a('); } catch (e) { console.log(String(e)); }
  const s2 = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Q', fields: { l: { type: new GraphQLList(GraphQLInt), args: { x: { type: GraphQLString } }, resolve: (_, { x }) => [ ...x ].map(Number) } } }) });
  show(printSchema(s2), await graphql({ schema: s2, source: '{ l(x: "12") }' }), new GraphQLError('m').toString());
  await requests(createHandler({ schema, rootValue }), [ [ 'POST', '/', '{"query":"{ hello }"}', { 'content-type': 'application/json' } ], [ 'GET', '/?query=%7Bhello%7D' ], [ 'POST', '/', '{"query":"{ x }"}', { 'content-type': 'application/json' } ] ], [ 'content-type' ]);
})();
