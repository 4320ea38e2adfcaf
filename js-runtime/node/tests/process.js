'use strict';

const assert = require('assert');
const { check } = require('./support/outcome.js');

process.env.CODDLE_TEST = 'x';
process.chdir('/');

// NODE-038 NODE-047 NODE-059 NODE-060 NODE-062 NODE-063
check([
  [() => process.version, '"v20.20.2"'],
  [() => process.versions.node, '"20.20.2"'],
  [() => Object.prototype.toString.call(process), '"[object process]"'],
  [() => process.constructor.name, '"process"'],
  [() => process instanceof require('events'), 'true'],
  [() => process.env.CODDLE_TEST, '"x"'],
  [() => 'CODDLE_TEST' in process.env, 'true'],
  [() => (process.env.CODDLE_TEST = undefined, process.env.CODDLE_TEST), '"undefined"'],
  [() => (process.env.CODDLE_TEST = 5, process.env.CODDLE_TEST), '"5"'],
  [() => { process.env.CODDLE_TEST = Symbol('a'); }, 'throws TypeError: Cannot convert a Symbol value to a string'],
  [() => Object.defineProperty(process.env, 'CODDLE_TEST', { value: '1' }), 'throws TypeError ERR_INVALID_OBJECT_DEFINE_PROPERTY: \'process.env\' only accepts a configurable, writable, and enumerable data descriptor'],
  [() => Object.defineProperty(process.env, 'CODDLE_TEST', { get() { return 1; } }), 'throws TypeError ERR_INVALID_OBJECT_DEFINE_PROPERTY: \'process.env\' does not accept an accessor(getter/setter) descriptor'],
  [() => Object.keys(process.env).includes('CODDLE_TEST'), 'true'],
  [() => delete process.env.CODDLE_TEST, 'true'],
  [() => process.env.CODDLE_TEST, 'undefined'],
  [() => typeof process.pid, '"number"'],
  [() => process.ppid > 0, 'true'],
  [() => process.cwd() === require('fs').realpathSync('.'), 'true'],
  [() => process.chdir(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "directory" argument must be of type string. Received type number (5)'],
  [() => process.chdir('/coddle-does-not-exist'), 'throws Error ENOENT: ENOENT: no such file or directory, chdir \'/\' -> \'/coddle-does-not-exist\' | errno=-2 | syscall=chdir | path=/ | dest=/coddle-does-not-exist'],
  [() => process.umask(0o27) >= 0 && process.umask() === 0o27 && process.umask('22') === 0o27, 'true'],
  [() => process.umask('x'), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'mask\' must be a 32-bit unsigned integer or an octal string. Received \'x\''],
  [() => process.umask(-1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "mask" is out of range. It must be >= 0 && <= 4294967295. Received -1'],
  [() => process.hrtime().length, '2'],
  [() => process.hrtime(process.hrtime())[0], '0'],
  [() => process.hrtime(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "time" argument must be an instance of Array. Received type number (5)'],
  [() => process.hrtime([1]), 'throws RangeError ERR_OUT_OF_RANGE: The value of "time" is out of range. It must be 2. Received 1'],
  [() => typeof process.hrtime.bigint(), '"bigint"'],
  [() => process.hrtime.bigint() <= process.hrtime.bigint(), 'true'],
  [() => process.uptime() >= 0, 'true'],
  [() => Object.keys(process.memoryUsage()), '["rss", "heapTotal", "heapUsed", "external", "arrayBuffers"]'],
  [() => process.memoryUsage.rss() > 1e6 && process.memoryUsage().heapUsed > 0, 'true'],
  [() => Object.keys(process.cpuUsage()), '["user", "system"]'],
  [() => process.cpuUsage(process.cpuUsage()).user >= 0, 'true'],
  [() => process.cpuUsage(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "prevValue" argument must be of type object. Received type number (5)'],
  [() => process.cpuUsage({ user: -1, system: 1 }), 'throws RangeError ERR_INVALID_ARG_VALUE: The property \'prevValue.user\' is invalid. Received -1'],
  [() => Object.keys(process.resourceUsage()).length, '16'],
  [() => process.kill('a'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "pid" argument must be of type number. Received type string (\'a\')'],
  [() => process.kill(process.pid, 'SIGX'), 'throws TypeError ERR_UNKNOWN_SIGNAL: Unknown signal: SIGX'],
  [() => process.kill(process.pid, 0), 'true'],
  [() => process.kill(99999999, 0), 'throws Error ESRCH: kill ESRCH | errno=-3 | syscall=kill'],
  [() => process.nextTick(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type number (5)'],
  [() => { process.exitCode = 1.5; }, 'throws RangeError ERR_OUT_OF_RANGE: The value of "code" is out of range. It must be an integer. Received 1.5'],
  [() => { process.exitCode = 'a'; }, 'throws TypeError ERR_INVALID_ARG_TYPE: The "code" argument must be of type number. Received type string (\'a\')'],
  [() => process.exit('a'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "code" argument must be of type number. Received type string (\'a\')'],
  [() => process.on('SIGKILL', () => {}), 'throws Error EINVAL: uv_signal_start EINVAL | errno=-22 | syscall=uv_signal_start'],
  [() => process.binding('coddle'), 'throws Error: No such module: coddle'],
  [() => process.emitWarning(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "warning" argument must be of type string or an instance of Error. Received type number (5)'],
  [() => process.emitWarning('a', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "type" argument must be of type string. Received type number (5)'],
  [() => process.emitWarning('a', 'b', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "code" argument must be of type string. Received type number (5)'],
  [() => process.setUncaughtExceptionCaptureCallback(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "fn" argument must be of type function or null. Received type number (5)'],
  [() => process.hasUncaughtExceptionCaptureCallback(), 'false'],
  [() => process.getBuiltinModule('fs') === require('fs'), 'true'],
  [() => process.getBuiltinModule('node:path') === require('path'), 'true'],
  [() => process.getBuiltinModule('coddle-none'), 'undefined'],
  [() => process.release.name, '"node"'],
  [() => process.argv.length, '2'],
  [() => process.argv[1] === __filename, 'true'],
  [() => process.execArgv.length >= 0, 'true'],
  [() => process.argv0, '"node"'],
  [() => (process.title = 'tested', process.title), '"tested"'],
  [() => [process.getuid(), process.geteuid(), process.getgid(), process.getegid()].every(Number.isInteger), 'true'],
  [() => process.getgroups().includes(process.getegid()), 'true'],
  [() => process.platform, '"linux"'],
]);

const seen = [];

// A warning of one's own comes in the next tick.
process.removeAllListeners('warning');
process.on('warning', (warning) => seen.push(`${warning.name} ${warning.code} ${warning.message} ${warning.detail}`));
process.emitWarning('careful', { type: 'OwnWarning', code: 'OWN1', detail: 'more' });
process.emitWarning('old', 'DeprecationWarning', 'DEP9');
assert.deepStrictEqual(seen, []);

// NODE-061: a signal is an event with its name and number, and the listener's end is the end of listening.
process.once('SIGUSR2', (name, number) => seen.push(`${name} ${number}`));
process.kill(process.pid, 'SIGUSR2');

// NODE-100: a rejection that is handled in the same turn is none.
process.on('unhandledRejection', (reason, promise) => seen.push(`unhandled ${reason.message} ${promise instanceof Promise}`));
Promise.reject(new Error('late')).catch(() => {});
Promise.reject(new Error('lost'));

process.on('uncaughtException', (error, origin) => seen.push(`uncaught ${error.message} ${origin}`));
setTimeout(() => { throw new Error('thrown'); }, 1);

let asked = 0;
process.on('beforeExit', (code) => {
  seen.push(`beforeExit ${code}`);
  // The loop goes on when a listener starts something.
  if (asked++ === 0) setTimeout(() => seen.push('revived'), 1);
});
process.on('exit', (code) => {
  assert.strictEqual(code, 0);
  assert.deepStrictEqual(seen.filter((line) => !line.startsWith('SIG')), [
    'OwnWarning OWN1 careful more',
    'DeprecationWarning DEP9 old undefined',
    'unhandled lost true',
    'uncaught thrown uncaughtException',
    'beforeExit 0',
    'revived',
    'beforeExit 0',
  ]);
  assert.ok(seen.includes('SIGUSR2 12'));
});
// Signals do not keep the process alive; this does, until it has come.
const waiting = setInterval(() => {
  if (seen.some((line) => line.startsWith('SIG'))) clearInterval(waiting);
}, 1);
