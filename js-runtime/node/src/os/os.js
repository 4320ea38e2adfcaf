'use strict';

/** `os`. */

const { SystemError, UVException, codes } = require('internal/errors');
const { validateInt32 } = require('internal/validators');

const [sysname, version, release, machine] = native.uname();

function returning(name, get) {
  const fn = { [name]() { return get(); } }[name];
  // `${os.platform}` and the like read as the value.
  fn[Symbol.toPrimitive] = get;
  return fn;
}

function cpus() {
  return native.cpus().map(([model, speed, user, nice, sys, idle, irq]) => ({
    model, speed, times: { user, nice, sys, idle, irq },
  }));
}

/** The length of a netmask's prefix; null for one with holes. */
function prefixLength(mask, family) {
  let bits;
  if (family === 'IPv4') {
    bits = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  } else {
    const [head, tail = ''] = mask.split('::');
    const parts = (text) => (text === '' ? [] : text.split(':'));
    const missing = 8 - parts(head).length - parts(tail).length;
    const all = mask.includes('::') ? [...parts(head), ...Array(missing).fill('0'), ...parts(tail)] : parts(mask);
    bits = all.map((part) => parseInt(part, 16).toString(2).padStart(16, '0')).join('');
  }
  const match = /^(1*)0*$/.exec(bits);
  return match === null ? null : match[1].length;
}

function networkInterfaces() {
  const result = {};
  for (const [name, address, netmask, family, mac, internal, scopeid] of native.interfaces()) {
    const prefix = prefixLength(netmask, family);
    const entry = { address, netmask, family, mac, internal, cidr: prefix === null ? null : `${address}/${prefix}` };
    if (family === 'IPv6') entry.scopeid = scopeid;
    (result[name] ||= []).push(entry);
  }
  return result;
}

function homedir() {
  const home = process.env.HOME;
  if (home) return home;
  const user = native.user();
  if (user) return user[3];
  throw new SystemError('ERR_SYSTEM_ERROR', 'A system error occurred', {
    code: 'ENOENT', message: 'no such file or directory', syscall: 'uv_os_homedir', errno: -2,
  });
}

function tmpdir() {
  const path = process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function userInfo(options) {
  const user = native.user();
  if (!user) {
    throw new SystemError('ERR_SYSTEM_ERROR', 'A system error occurred', {
      code: 'ENOENT', message: 'no such file or directory', syscall: 'uv_os_get_passwd', errno: -2,
    });
  }
  const [username, uid, gid, home, shell] = user;
  const { Buffer } = require('buffer');
  const text = (value) => (options && options.encoding === 'buffer' ? Buffer.from(value)
    : options && options.encoding ? Buffer.from(value).toString(options.encoding) : value);
  return { uid, gid, username: text(username), homedir: text(home), shell: text(shell) };
}

function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  const priority = native.priority(pid);
  if (priority >= 1000) failPriority(1000 - priority, 'uv_os_getpriority');
  return priority;
}

function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  const errno = native.setPriority(pid, priority);
  if (errno < 0) failPriority(errno, 'uv_os_setpriority');
}

function failPriority(errno, syscall) {
  const { code, message } = UVException({ errno, syscall });
  throw codes.ERR_SYSTEM_ERROR({ errno, code, message: message.slice(code.length + 2, -(syscall.length + 2)), syscall });
}

const ERRNO = {
  __proto__: null,
  E2BIG: 7, EACCES: 13, EADDRINUSE: 98, EADDRNOTAVAIL: 99, EAFNOSUPPORT: 97, EAGAIN: 11, EALREADY: 114, EBADF: 9, EBADMSG: 74,
  EBUSY: 16, ECANCELED: 125, ECHILD: 10, ECONNABORTED: 103, ECONNREFUSED: 111, ECONNRESET: 104, EDEADLK: 35, EDESTADDRREQ: 89,
  EDOM: 33, EDQUOT: 122, EEXIST: 17, EFAULT: 14, EFBIG: 27, EHOSTUNREACH: 113, EIDRM: 43, EILSEQ: 84, EINPROGRESS: 115,
  EINTR: 4, EINVAL: 22, EIO: 5, EISCONN: 106, EISDIR: 21, ELOOP: 40, EMFILE: 24, EMLINK: 31, EMSGSIZE: 90, EMULTIHOP: 72,
  ENAMETOOLONG: 36, ENETDOWN: 100, ENETRESET: 102, ENETUNREACH: 101, ENFILE: 23, ENOBUFS: 105, ENODATA: 61, ENODEV: 19,
  ENOENT: 2, ENOEXEC: 8, ENOLCK: 37, ENOLINK: 67, ENOMEM: 12, ENOMSG: 42, ENOPROTOOPT: 92, ENOSPC: 28, ENOSR: 63, ENOSTR: 60,
  ENOSYS: 38, ENOTCONN: 107, ENOTDIR: 20, ENOTEMPTY: 39, ENOTSOCK: 88, ENOTSUP: 95, ENOTTY: 25, ENXIO: 6, EOPNOTSUPP: 95,
  EOVERFLOW: 75, EPERM: 1, EPIPE: 32, EPROTO: 71, EPROTONOSUPPORT: 93, EPROTOTYPE: 91, ERANGE: 34, EROFS: 30, ESPIPE: 29,
  ESRCH: 3, ESTALE: 116, ETIME: 62, ETIMEDOUT: 110, ETXTBSY: 26, EWOULDBLOCK: 11, EXDEV: 18,
};

const constants = Object.freeze(Object.assign({ __proto__: null }, {
  UV_UDP_REUSEADDR: 4,
  dlopen: Object.freeze({ __proto__: null, RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: 256, RTLD_LOCAL: 0, RTLD_DEEPBIND: 8 }),
  errno: Object.freeze(ERRNO),
  signals: Object.freeze(Object.assign({ __proto__: null }, native.signals)),
  priority: Object.freeze({
    __proto__: null,
    PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7, PRIORITY_HIGH: -14,
    PRIORITY_HIGHEST: -20,
  }),
}));

module.exports = {
  arch: returning('arch', () => process.arch),
  availableParallelism: returning('availableParallelism', () => native.parallelism()),
  cpus,
  endianness: returning('endianness', () => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE')),
  freemem: returning('freemem', () => native.memory()[1]),
  getPriority,
  homedir: returning('homedir', homedir),
  hostname: returning('hostname', () => native.hostname()),
  loadavg: () => native.loadavg(),
  networkInterfaces,
  platform: returning('platform', () => process.platform),
  release: returning('release', () => release),
  setPriority,
  tmpdir: returning('tmpdir', tmpdir),
  totalmem: returning('totalmem', () => native.memory()[0]),
  type: returning('type', () => sysname),
  userInfo,
  uptime: returning('uptime', () => native.uptime()),
  version: returning('version', () => version),
  machine: returning('machine', () => machine),
};

Object.defineProperties(module.exports, {
  constants: { configurable: false, enumerable: true, value: constants },
  EOL: { configurable: true, enumerable: true, writable: false, value: '\n' },
  devNull: { configurable: true, enumerable: true, writable: false, value: '/dev/null' },
});
