// expect exit 1
// expect stderr SyntaxError: The requested module 'fs' does not provide an export named 'noSuchExport'
// expect stderr exits/module-unbound.mjs:4
import { readFile, noSuchExport } from 'fs';
console.log('never');
