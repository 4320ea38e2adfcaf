'use strict';

const os = require('os');
const { check } = require('./support/outcome.js');

delete process.env.TMPDIR;
delete process.env.TMP;
process.env.TEMP = '/temp/';
process.env.HOME = '/somewhere';

// NODE-010
check([
  [() => os.EOL, '"\\n"'],
  [() => os.devNull, '"/dev/null"'],
  [() => os.platform() === process.platform && os.arch() === process.arch, 'true'],
  [() => `${os.platform}` === os.platform(), 'true'],
  [() => os.endianness(), '"LE"'],
  [() => os.type(), '"Linux"'],
  [() => os.hostname() === require('fs').readFileSync('/proc/sys/kernel/hostname', 'utf8').trim(), 'true'],
  [() => os.release() === require('fs').readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(), 'true'],
  [() => os.tmpdir(), '"/temp"'],
  [() => os.homedir(), '"/somewhere"'],
  [() => os.cpus().length === os.cpus().filter((cpu) => cpu.model && cpu.times.idle >= 0).length && os.cpus().length > 0, 'true'],
  [() => Object.keys(os.cpus()[0]), '["model", "speed", "times"]'],
  [() => os.totalmem() > os.freemem() && os.freemem() > 0, 'true'],
  [() => os.loadavg().length, '3'],
  [() => os.uptime() > 0, 'true'],
  [() => os.availableParallelism() >= 1, 'true'],
  [() => Object.keys(os.userInfo()), '["uid", "gid", "username", "homedir", "shell"]'],
  [() => os.userInfo().uid === process.getuid(), 'true'],
  [() => Buffer.isBuffer(os.userInfo({ encoding: 'buffer' }).username), 'true'],
  [() => Object.values(os.networkInterfaces()).flat().every((one) => one.cidr.startsWith(one.address)), 'true'],
  [() => os.getPriority('x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "pid" argument must be of type number. Received type string (\'x\')'],
  [() => os.getPriority(-5), 'throws SystemError ERR_SYSTEM_ERROR: A system error occurred: uv_os_getpriority returned ESRCH (no such process) | errno=-3 | syscall=uv_os_getpriority'],
  [() => os.setPriority(99), 'throws RangeError ERR_OUT_OF_RANGE: The value of "priority" is out of range. It must be >= -20 && <= 19. Received 99'],
  [() => os.setPriority(0, -99), 'throws RangeError ERR_OUT_OF_RANGE: The value of "priority" is out of range. It must be >= -20 && <= 19. Received -99'],
  [() => os.constants.signals.SIGTERM, '15'],
  [() => os.constants.errno.ENOENT, '2'],
  [() => os.constants.priority.PRIORITY_LOW, '19'],
  [() => Object.keys(os).sort(), '["EOL", "arch", "availableParallelism", "constants", "cpus", "devNull", "endianness", "freemem", "getPriority", "homedir", "hostname", "loadavg", "machine", "networkInterfaces", "platform", "release", "setPriority", "tmpdir", "totalmem", "type", "uptime", "userInfo", "version"]'],
  [() => Object.keys(os.constants.errno).length, '79'],
]);
