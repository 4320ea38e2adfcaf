'use strict';

/** `child_process`. The parts: options (arguments), stdio, child (ChildProcess), ipc (fork's channel), launch. */

const { AbortError, codes, genericNodeError, ErrnoException } = require('internal/errors');
const { validateArray, validateFunction, validateObject, validateOneOf, validateString } = require('internal/validators');
const { ChildProcess, use } = require('internal/child_process/child');
const options_ = require('internal/child_process/options');
const { bytesOf, parseStdio, stdioOf } = require('internal/child_process/stdio');
const { launchOf } = require('internal/child_process/launch');

use(native);

const MAX_BUFFER = 1024 * 1024;

// ---- spawn -----------------------------------------------------------------------------------------------------------

function abortChild(child, killSignal, reason) {
  if (!child) return;
  try {
    if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: reason }));
  } catch (error) {
    child.emit('error', error);
  }
}

function spawn(file, args, options) {
  options = options_.spawnOptions(file, args, options);
  options_.checkTimeout(options.timeout);
  options_.checkAbortSignal(options.signal);
  const killSignal = options_.checkedKillSignal(options.killSignal);
  const child = new ChildProcess();
  child.spawn(options);

  if (options.timeout > 0) {
    let timer = setTimeout(() => {
      timer = null;
      try {
        child.kill(killSignal);
      } catch (error) {
        child.emit('error', error);
      }
    }, options.timeout);
    child.once('exit', () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    });
  }

  const { signal } = options;
  if (signal) {
    const onAbort = () => abortChild(child, killSignal, signal.reason);
    if (signal.aborted) {
      process.nextTick(onAbort);
    } else {
      signal.addEventListener('abort', onAbort, { once: true });
      child.once('exit', () => signal.removeEventListener('abort', onAbort));
    }
  }
  return child;
}

// ---- fork ------------------------------------------------------------------------------------------------------------

function fork(modulePath, args, options) {
  modulePath = require('internal/child_process/options').checkedPath(requirePath(modulePath), 'modulePath');
  if (args == null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, 'args');
  }
  if (options != null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  options.execPath = options.execPath || process.execPath;
  options_.checkNulls(options.execPath, 'options.execPath');
  const execArgv = options.execArgv || process.execArgv;
  validateArray(execArgv, 'options.execArgv');
  execArgv.forEach((arg, i) => options_.checkNulls(arg, `options.execArgv[${i}]`));
  args = [...execArgv, modulePath, ...args];

  if (typeof options.stdio === 'string') {
    options.stdio = stdioOf(options.stdio, 'ipc');
  } else if (!options.stdio) {
    options.stdio = stdioOf(options.silent ? 'pipe' : 'inherit', 'ipc');
  } else if (!options.stdio.includes('ipc')) {
    throw codes.ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  }
  validateOneOf(options.serialization, 'options.serialization', [undefined, 'json', 'advanced']);
  return spawn(options.execPath, args, options);
}

function requirePath(path) {
  if (path == null) throw codes.ERR_INVALID_ARG_TYPE('modulePath', ['string', 'Buffer', 'URL'], path);
  return path;
}

/** What Node's bootstrap calls in a forked child; packages that look for it find it. */
function _forkChild() {
  require('internal/child_process/ipc').openInherited();
}

// ---- exec and execFile -----------------------------------------------------------------------------------------------

function execArguments(command, options, callback) {
  validateString(command, 'command');
  options_.checkNulls(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

function exec(command, options, callback) {
  const parsed = execArguments(command, options, callback);
  return execFile(parsed.file, parsed.options, parsed.callback);
}

function execFileArguments(file, args, options, callback) {
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args !== null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  if (args == null) args = [];
  if (typeof options === 'function') callback = options;
  else if (options != null) validateObject(options, 'options');
  if (options == null || typeof options === 'function') options = {};
  if (callback != null) validateFunction(callback, 'callback');
  if (options.argv0 != null) {
    validateString(options.argv0, 'options.argv0');
    options_.checkNulls(options.argv0, 'options.argv0');
  }
  return { file, args, options, callback };
}

/** Collects one of the child's outputs; `over()` when it is more than `most` (characters, or bytes). */
function collector(stream, decode, most, over) {
  const chunks = [];
  let length = 0;
  let cut = false;
  if (!stream) return { result: () => (decode ? '' : require('buffer').Buffer.alloc(0)) };
  if (decode) stream.setEncoding(decode);
  stream.on('data', (chunk) => {
    if (cut) return;
    const encoding = stream.readableEncoding;
    const size = encoding ? require('buffer').Buffer.byteLength(chunk, encoding) : chunk.length;
    const left = most - length;
    length += size;
    if (length > most) {
      cut = true;
      chunks.push(chunk.slice(0, left));
      over();
    } else {
      chunks.push(chunk);
    }
  });
  return {
    result: () => (decode || stream.readableEncoding ? chunks.join('') : require('buffer').Buffer.concat(chunks)),
  };
}

function execFile(file, args, options, callback) {
  ({ file, args, options, callback } = execFileArguments(file, args, options, callback));
  options = {
    encoding: 'utf8', timeout: 0, maxBuffer: MAX_BUFFER, killSignal: 'SIGTERM', cwd: null, env: null, shell: false, ...options,
  };
  options_.checkTimeout(options.timeout);
  options_.checkMaxBuffer(options.maxBuffer);
  options.killSignal = options_.checkedKillSignal(options.killSignal);

  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    gid: options.gid,
    shell: options.shell,
    signal: options.signal,
    uid: options.uid,
    windowsHide: Boolean(options.windowsHide),
    windowsVerbatimArguments: Boolean(options.windowsVerbatimArguments),
    argv0: options.argv0,
    detached: options.detached,
    stdio: options.stdio,
  });

  const decode = options.encoding !== 'buffer' && require('buffer').Buffer.isEncoding(options.encoding) ? options.encoding : null;
  let killed = false;
  let exited = false;
  let failure = null;
  let timer = null;
  const over = (name) => () => {
    failure = codes.ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
    kill();
  };
  const out = collector(child.stdout, decode, options.maxBuffer, over('stdout'));
  const err = collector(child.stderr, decode, options.maxBuffer, over('stderr'));

  function kill() {
    if (child.stdout) child.stdout.destroy();
    if (child.stderr) child.stderr.destroy();
    killed = true;
    try {
      child.kill(options.killSignal);
    } catch (error) {
      if (!failure) failure = error;
      finish();
    }
  }

  function finish(code, signal) {
    if (exited) return;
    exited = true;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!callback) return;
    const stdout = out.result();
    const stderr = err.result();
    if (!failure && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    const command = args.length === 0 ? file : `${file} ${args.join(' ')}`;
    if (!failure) {
      failure = genericNodeError(`Command failed: ${command}\n${stderr}`, {
        code: code < 0 ? require('util').getSystemErrorName(code) : code,
        killed: child.killed || killed,
        signal,
      });
    }
    failure.cmd = command;
    callback(failure, stdout, stderr);
  }

  if (options.timeout > 0) {
    timer = setTimeout(() => {
      timer = null;
      kill();
    }, options.timeout);
  }
  child.addListener('close', finish);
  child.addListener('error', (error) => {
    failure = error;
    if (child.stdout) child.stdout.destroy();
    if (child.stderr) child.stderr.destroy();
    finish();
  });
  return child;
}

/** `promisify(exec)`: a promise of { stdout, stderr } that carries the child. */
function promised(run) {
  return (...args) => {
    let settle;
    const promise = new Promise((resolve, reject) => { settle = { resolve, reject }; });
    promise.child = run(...args, (error, stdout, stderr) => {
      if (error !== null) {
        error.stdout = stdout;
        error.stderr = stderr;
        settle.reject(error);
      } else {
        settle.resolve({ stdout, stderr });
      }
    });
    return promise;
  };
}
for (const run of [exec, execFile]) {
  Object.defineProperty(run, Symbol.for('nodejs.util.promisify.custom'), { enumerable: false, value: promised(run) });
}

// ---- Waiting for a program -------------------------------------------------------------------------------------------

function spawnSync(file, args, options) {
  options = { __proto__: null, maxBuffer: MAX_BUFFER, ...options_.spawnOptions(file, args, options) };
  options_.checkTimeout(options.timeout);
  options_.checkMaxBuffer(options.maxBuffer);
  const killSignal = options_.checkedKillSignal(options.killSignal);
  const stdio = parseStdio(options.stdio || 'pipe', true);
  if (options.input) {
    stdio.numbers[0] = -2;
    stdio.kinds[0] = 'pipe';
    stdio.inputs[0] = bytesOf(options.input, 0, options.encoding === 'buffer' ? undefined : options.encoding);
  }
  const done = native.wait({
    ...launchOf(options, stdio.numbers),
    input: stdio.inputs,
    timeout: options.timeout ?? undefined,
    maxBuffer: options.maxBuffer ?? undefined,
    killSignal: killSignal || 15,
  });

  const result = {};
  const started = done.pid > 0;
  if (done.error < 0) {
    const error = ErrnoException(done.error, `spawnSync ${options.file}`);
    error.path = options.file;
    error.spawnargs = options.args.slice(1);
    result.error = error;
  }
  const signal = started && done.signal !== 0 ? options_.signalName(done.signal) : null;
  result.status = started && signal === null ? done.code : null;
  result.signal = signal;
  result.output = started ? done.output.map(decoder(options.encoding)) : null;
  result.pid = done.pid;
  result.stdout = result.output && result.output[1];
  result.stderr = result.output && result.output[2];
  return result;
}

function decoder(encoding) {
  const { Buffer } = require('buffer');
  const text = encoding && encoding !== 'buffer';
  return (bytes) => {
    if (bytes == null) return null;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return text ? buffer.toString(encoding) : buffer;
  };
}

/** The error of a program that failed, with everything that spawnSync said of it. */
function failureOf(result, args, command) {
  let error;
  if (result.error) {
    error = result.error;
    Object.assign(error, result);
  } else if (result.status !== 0) {
    let message = 'Command failed: ';
    message += command || args.join(' ');
    if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
    error = genericNodeError(message, result);
  }
  return error;
}

function execFileSync(file, args, options) {
  ({ file, args, options } = execFileArguments(file, args, options));
  // What goes wrong is shown, unless somebody takes care of it.
  const showErrors = !options.stdio;
  const result = spawnSync(file, args, options);
  if (showErrors && result.stderr) process.stderr.write(result.stderr);
  const error = failureOf(result, [options.argv0 || file, ...args], undefined);
  if (error) throw error;
  return result.stdout;
}

function execSync(command, options) {
  const parsed = execArguments(command, options, null);
  const showErrors = !parsed.options.stdio;
  const result = spawnSync(parsed.file, parsed.options);
  if (showErrors && result.stderr) process.stderr.write(result.stderr);
  const error = failureOf(result, undefined, command);
  if (error) throw error;
  return result.stdout;
}

module.exports = {
  _forkChild,
  ChildProcess,
  exec,
  execFile,
  execFileSync,
  execSync,
  fork,
  spawn,
  spawnSync,
};
