'use strict';

/** Which module a test file of Node's is about, by its name; and why some are left out before they run. */

const MODULES = [
  [ 'assert', /^test-assert/ ],
  [ 'async_hooks', /^test-(async-hooks|async-local-storage|asyncresource|async-wrap|eventemitter-asyncresource)/ ],
  [ 'buffer', /^test-(buffer|blob|file|atob|btoa)/ ],
  [ 'child_process', /^test-child-process/ ],
  [ 'console', /^test-console/ ],
  [ 'crypto', /^test-(crypto|webcrypto|x509)/ ],
  [ 'dgram', /^test-dgram/ ],
  [ 'diagnostics_channel', /^test-diagnostics-channel/ ],
  [ 'dns', /^test-(c-ares|dns)/ ],
  [ 'events', /^test-(event|abortcontroller|abortsignal|aborted-util)/ ],
  [ 'fs', /^test-(fs|file-)/ ],
  [ 'http', /^test-http-/ ],
  [ 'https', /^test-https/ ],
  [ 'module', /^test-(module|require|esm|cjs)-?/ ],
  [ 'net', /^test-(net|socket|pipe-|tcp|listen)/ ],
  [ 'os', /^test-os/ ],
  [ 'path', /^test-path/ ],
  [ 'perf_hooks', /^test-(perf-hooks|performance)/ ],
  [ 'process', /^test-(process|stdin|stdout|stdio|promise|unhandled|uncaught|warn|signal|next-tick|nexttick|microtask|beforeexit|exception)/ ],
  [ 'punycode', /^test-punycode/ ],
  [ 'querystring', /^test-querystring/ ],
  [ 'readline', /^test-readline/ ],
  [ 'stream', /^test-(stream|readable|writable|duplex|compression-decompression)/ ],
  [ 'string_decoder', /^test-string-decoder/ ],
  [ 'timers', /^test-timers?-/ ],
  [ 'tls', /^test-tls/ ],
  [ 'tty', /^test-(tty|ttywrap)/ ],
  [ 'url', /^test-(url|whatwg-url)/ ],
  [ 'util', /^test-(util|whatwg-encoding|mime|structuredClone)/ ],
  [ 'v8', /^test-v8/ ],
  [ 'vm', /^test-vm/ ],
  [ 'webstreams', /^test-(whatwg-webstreams|webstream|whatwg-readable)/ ],
  [ 'worker_threads', /^test-worker/ ],
  [ 'zlib', /^test-zlib/ ],
];

/** The modules whose scores the project has set itself aims for. */
const AIMED = [
  'path', 'events', 'url', 'querystring', 'util', 'buffer', 'string_decoder', 'stream', 'assert', 'timers', 'fs', 'zlib', 'crypto',
  'net', 'http',
];

/** The module of a file's name, or null for what is out of scope (http2, repl, inspector, cluster ...). */
function moduleOf(file) {
  const found = MODULES.find(([ , pattern ]) => pattern.test(file));
  return found ? found[0] : null;
}

const INTERNALS = /--expose[-_]internals|internalBinding|process\.binding\(|require\(['"]internal\/|_handle\.constructor/;
const FLAGS = [
  [ /--expose[-_]gc|--trace-gc/, 'needs V8\'s garbage collector by hand' ],
  [ /--allow-natives-syntax|--harmony|--max-old|--stack-size|--stack_size|--interpreted-frames|--jitless|--no-opt|--v8/, 'needs a flag of V8\'s' ],
  [ /--inspect|--experimental|--icu|--openssl|--force-fips|--enable-fips|--secure-heap|--policy|--prof|--heap|--cpu-prof|--node-snapshot|--trace-events|--report/,
    'needs a flag of Node\'s that is not here' ],
];

/** Modules that are out of scope, as docs/compat-gaps.md says. */
const ABSENT = [
  [ /require\(['"](node:)?test['"]\)|from ['"]node:test['"]/, 'uses node:test, Node\'s test runner' ],
  [ /require\(['"](node:)?domain['"]\)/, 'uses domain, which is not there' ],
  [ /require\(['"](node:)?http2['"]\)/, 'uses http2, which is refused' ],
  [ /require\(['"](node:)?(inspector|repl|trace_events|wasi)['"]\)/, 'uses inspector, repl, trace_events or wasi, which are not there' ],
  [ /cluster\.(fork|setupPrimary|setupMaster)\(/, 'makes a cluster of its own, which is refused' ],
];

/** Why a file is not run at all, or null. `source`: its text. */
function leftOut(file, source) {
  if (INTERNALS.test(source)) return 'reaches into Node\'s internals';
  const absent = ABSENT.find(([ pattern ]) => pattern.test(source));
  if (absent) return absent[1];
  const flags = /^\/\/ Flags:(.*)$/m.exec(source);
  if (flags) {
    const found = FLAGS.find(([ pattern ]) => pattern.test(flags[1]));
    if (found) return found[1];
  }
  return null;
}

/** The flags that a file asks for on its command line. */
function flagsOf(source) {
  const flags = /^\/\/ Flags:(.*)$/m.exec(source);
  return flags ? flags[1].trim().split(/\s+/).filter(Boolean) : [];
}

module.exports = { AIMED, MODULES, flagsOf, leftOut, moduleOf };
