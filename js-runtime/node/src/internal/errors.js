'use strict';

/**
 * Node's error values: every `ERR_*` code with its class, name and message, and the system errors.
 *
 * `codes.ERR_X(...args)` (with or without `new`) returns an instance of the plain base class (`TypeError`, `RangeError`, `Error`)
 * that carries an enumerable `code`, shows the code in the first line of its stack, and prints it in `toString()`, as Node's do.
 * The messages themselves stand in `internal/error_codes`.
 */

/** By code, made when it is first asked for: an application that starts well needs none of the classes, nor their texts. */
const codes = new Proxy(Object.create(null), {
  get(made, code) {
    return made[code] ?? (made[code] = codeOf(code));
  },
});

/**
 * Builds the error for `code`. The stack's first line shows the code because `name` carries it while the stack is captured;
 * afterwards `name` falls back to the class's own, which is what Node's users see.
 */
function makeNodeError(Base, code, message, constructorOpt) {
  const error = new Base();
  Object.defineProperty(error, 'message', { value: message, enumerable: false, writable: true, configurable: true });
  Object.defineProperty(error, 'toString', { value: nodeErrorToString, enumerable: false, writable: true, configurable: true });
  stampStack(error, code, constructorOpt);
  error.code = code;
  return error;
}

function nodeErrorToString() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

function stampStack(error, code, constructorOpt) {
  const name = error.name;
  Object.defineProperty(error, 'name', { value: `${name} [${code}]`, enumerable: false, writable: true, configurable: true });
  Error.captureStackTrace(error, constructorOpt);
  // Some engines build the text on first read: read it while the name still shows the code.
  void error.stack;
  delete error.name;
}

function defineCode(code, Base, message) {
  function NodeError(...args) {
    const text = typeof message === 'function' ? message.apply(undefined, args) : fill(message, args);
    return makeNodeError(Base, code, text, NodeError);
  }
  return NodeError;
}

/** The class of a code, undefined when there is none. A few are thrown as several: `codes.ERR_INVALID_ARG_VALUE.RangeError`. */
function codeOf(code) {
  const { table, kinds } = require('internal/error_codes');
  if (!Object.hasOwn(table, code)) return undefined;
  const [kind, message] = table[code];
  const [Base, ...others] = kinds[kind];
  const Main = defineCode(code, Base, message);
  for (const Other of others) Main[Other.name] = defineCode(code, Other, message);
  return Main;
}

/** Replaces each `%s` by the next argument, as util.format does. */
function fill(message, args) {
  if (args.length === 0) return message;
  let i = 0;
  return message.replace(/%s/g, () => {
    const value = args[i++];
    return value !== null && typeof value === 'object' ? require('internal/util/format').format('%s', value) : String(value);
  });
}

/** What `signal.abort()` makes of a pending operation: `name` is AbortError, `code` ABORT_ERR. */
class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/**
 * An error that wraps the context of a failed system call (`ERR_SYSTEM_ERROR`, `ERR_FS_*`).
 * `context`: { code, message, syscall, path?, dest?, errno? }; the properties read and write through to it.
 */
class SystemError extends Error {
  constructor(code, prefix, context) {
    super();
    let message = `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;
    Object.defineProperty(this, 'name', { value: 'SystemError', enumerable: false, writable: true, configurable: true });
    Object.defineProperty(this, 'message', { value: message, enumerable: false, writable: true, configurable: true });
    Object.defineProperty(this, 'info', { value: context, enumerable: true, configurable: true, writable: false });
    for (const key of ['errno', 'syscall']) {
      Object.defineProperty(this, key, {
        get() { return context[key]; },
        set(value) { context[key] = value; },
        enumerable: true,
        configurable: true,
      });
    }
    for (const key of ['path', 'dest']) {
      if (context[key] === undefined) continue;
      Object.defineProperty(this, key, {
        get() { return context[key] == null ? context[key] : String(context[key]); },
        set(value) { context[key] = value; },
        enumerable: true,
        configurable: true,
      });
    }
    const own = Object.getOwnPropertyDescriptor(this, 'name');
    Object.defineProperty(this, 'name', { ...own, value: `SystemError [${code}]` });
    Error.captureStackTrace(this, SystemError);
    void this.stack;
    Object.defineProperty(this, 'name', own);
    this.code = code;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

for (const [code, prefix] of Object.entries({
  ERR_FS_CP_DIR_TO_NON_DIR: 'Cannot overwrite non-directory with directory',
  ERR_FS_CP_EEXIST: 'Target already exists',
  ERR_FS_CP_EINVAL: 'Invalid src or dest',
  ERR_FS_CP_FIFO_PIPE: 'Cannot copy a FIFO pipe',
  ERR_FS_CP_NON_DIR_TO_DIR: 'Cannot overwrite directory with non-directory',
  ERR_FS_CP_SOCKET: 'Cannot copy a socket file',
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: 'Cannot overwrite symlink in subdirectory of self',
  ERR_FS_CP_UNKNOWN: 'Cannot copy an unknown file type',
  ERR_FS_EISDIR: 'Path is a directory',
  ERR_SOCKET_BUFFER_SIZE: 'Could not get or set buffer size',
  ERR_SYSTEM_ERROR: 'A system error occurred',
  ERR_TTY_INIT_FAILED: 'TTY initialization failed',
})) {
  codes[code] = function NodeError(context) { return new SystemError(code, prefix, context); };
}

/** The `[name, message]` of a libuv errno (negative), or libuv's words for one that does not exist. */
function uvErrorOf(errno) {
  return require('internal/uv_errors').byErrno.get(errno) || ['UNKNOWN', 'unknown error'];
}

/** `ctx`: { errno, syscall, path?, dest?, code?, message? }: the error that a failed system call throws. */
function UVException(ctx) {
  const [name, text] = uvErrorOf(ctx.errno);
  const code = ctx.code || name;
  let message = `${code}: ${ctx.message || text}, ${ctx.syscall}`;
  if (ctx.path != null) message += ` '${ctx.path}'`;
  if (ctx.dest != null) message += ` -> '${ctx.dest}'`;
  const error = new Error(message);
  for (const key of Object.keys(ctx)) {
    if (key !== 'message' && key !== 'path' && key !== 'dest') error[key] = ctx[key];
  }
  error.code = code;
  if (ctx.path != null) error.path = String(ctx.path);
  if (ctx.dest != null) error.dest = String(ctx.dest);
  Error.captureStackTrace(error, UVException);
  return error;
}

/** `syscall CODE original`: what child_process, net and http throw for a bare errno. `err`: errno (negative) or a code string. */
function ErrnoException(err, syscall, original) {
  const code = typeof err === 'number' ? uvErrorOf(err)[0] : err;
  const error = new Error(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
  error.errno = typeof err === 'number' ? err : errnoOf(code);
  error.code = code;
  error.syscall = syscall;
  Error.captureStackTrace(error, ErrnoException);
  return error;
}

/** `connect ECONNREFUSED 127.0.0.1:1 - Local (...)`, with address and port (when there is one). */
function ExceptionWithHostPort(err, syscall, address, port, additional) {
  const code = typeof err === 'number' ? uvErrorOf(err)[0] : err;
  let details = '';
  if (port && port > 0) details = ` ${address}:${port}`;
  else if (address) details = ` ${address}`;
  if (additional) details += ` - Local (${additional})`;
  const error = new Error(`${syscall} ${code}${details}`);
  error.errno = typeof err === 'number' ? err : errnoOf(code);
  error.code = code;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  Error.captureStackTrace(error, ExceptionWithHostPort);
  return error;
}

/** `listen EADDRINUSE: address already in use :::80`, as a server's failed bind reports it. */
function UVExceptionWithHostPort(err, syscall, address, port) {
  const [code, text] = uvErrorOf(err);
  let details = '';
  if (port && port > 0) details = ` ${address}:${port}`;
  else if (address) details = ` ${address}`;
  const error = new Error(`${syscall} ${code}: ${text}${details}`);
  error.code = code;
  error.errno = err;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  Error.captureStackTrace(error, UVExceptionWithHostPort);
  return error;
}

/** `getaddrinfo ENOTFOUND host`. `code`: the resolver's code (string) or a libuv errno. */
function DNSException(code, syscall, hostname) {
  let errno;
  if (typeof code === 'number') {
    errno = code;
    code = uvErrorOf(code)[0];
    // What getaddrinfo calls "no name" or "no data" is one thing to Node's users.
    if (code === 'EAI_NODATA' || code === 'EAI_NONAME') code = 'ENOTFOUND';
  } else {
    errno = code === 'ENOTFOUND' ? -3008 : undefined;
  }
  const error = new Error(`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (hostname) error.hostname = hostname;
  Error.captureStackTrace(error, DNSException);
  return error;
}

function errnoOf(code) {
  return require('internal/uv_errors').byName.get(code);
}

/** Two errors of one operation: an AggregateError whose `code` is the outer one's; either may be missing. */
function aggregateTwoErrors(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const error = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  return error;
}

/** Wraps a checking function so that the errors it throws do not show it in their stack. */
function hideStackFrames(fn) {
  function wrapped(...args) {
    try {
      return Reflect.apply(fn, this, args);
    } catch (error) {
      if (error !== null && typeof error === 'object') Error.captureStackTrace(error, wrapped);
      throw error;
    }
  }
  wrapped.withoutStackTrace = fn;
  return wrapped;
}

/** True for the RangeError that a too deep recursion throws in this engine. */
let overflow;
function isStackOverflowError(error) {
  if (overflow === undefined) {
    try {
      (function recurse() { recurse(); recurse(); })();
    } catch (e) {
      overflow = { name: e.name, message: e.message };
    }
  }
  return error !== null && typeof error === 'object' && error.name === overflow.name && error.message === overflow.message;
}

/** An Error with extra own properties, captured without this helper in its stack. */
function genericNodeError(message, properties) {
  const error = new Error(message);
  Object.assign(error, properties);
  return error;
}

/** An error of a class with a code and a message of its own, as Node's natives make them. */
function coded(Class, code, message) {
  const error = new Class(message);
  error.code = code;
  Error.captureStackTrace(error, coded);
  return error;
}

module.exports = {
  coded,
  codes,
  AbortError,
  SystemError,
  UVException,
  UVExceptionWithHostPort,
  uvException: UVException,
  uvExceptionWithHostPort: UVExceptionWithHostPort,
  ErrnoException,
  errnoException: ErrnoException,
  ExceptionWithHostPort,
  exceptionWithHostPort: ExceptionWithHostPort,
  DNSException,
  dnsException: DNSException,
  aggregateTwoErrors,
  genericNodeError,
  hideStackFrames,
  isStackOverflowError,
  get determineSpecificType() { return require('internal/error_codes').determineSpecificType; },
};
