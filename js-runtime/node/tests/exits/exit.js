// expect exit 7
// expect stdout before
// expect stdout listener 7
process.on('exit', (code) => process.stdout.write(`listener ${code}\n`));
process.stdout.write('before\n');
try {
  process.exit(7);
} finally {
  // No JavaScript runs after exit(), not even this.
  process.stdout.write('never');
}
