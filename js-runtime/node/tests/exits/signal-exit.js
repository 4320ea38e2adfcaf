// expect exit 4
// expect stdout patched 4
// What the signal-exit package does.
const { reallyExit } = process;
process.reallyExit = function (code) {
  process.stdout.write(`patched ${code}\n`);
  return reallyExit.call(process, code);
};
process.exit(4);
