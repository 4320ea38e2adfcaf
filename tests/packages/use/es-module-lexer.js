const cjs = require('cjs-module-lexer');
(async () => {
  const { init, parse } = await import('es-module-lexer');
  await init;
  const [ imports, exports, facade, syntax ] = parse("import a, { b } from 'x'; export const q = 1; export default class C {}; const y = await import('./y.js', {}); import.meta.url", 'name.js');
  show(imports.map(({ n, s, e, d }) => [ n, s, e, d ]), exports.map(({ n, ln }) => [ n, ln ]), facade, syntax);
  try { parse('import {', 'broken.js'); } catch (error) { show(error.name, error.message); }
  const long = Array.from({ length: 5000 }, (_, n) => `export const name${n} = ${n};`).join('\n');
  show(parse(long)[1].length);
  await cjs.init();
  show(cjs.parse("exports.a = 1; Object.defineProperty(exports, 'b', { enumerable: true, value: 1 }); module.exports = { c, d: require('d') }; __exportStar(require('star'))"));
})();
