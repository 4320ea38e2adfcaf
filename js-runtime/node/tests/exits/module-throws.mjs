// expect exit 1
// expect stderr Error: thrown by a module
// expect stderr exits/module-throws.mjs:6:
// expect stdout before
console.log('before');
throw new Error('thrown by a module');
