// expect exit 1
// expect stderr SyntaxError
// expect stderr exits/module-syntax.mjs:4
let broken = ;
