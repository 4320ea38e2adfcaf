'use strict';

/**
 * Node's options by name: those that NODE_OPTIONS may hold (`process.allowedNodeEnvironmentFlags`), and those among them that a worker thread
 * may be given. docs/compat-gaps.md says which of them do something here.
 */

const words = (text) => text.trim().split(/\s+/);

/** On or off: each has a `--no-` form too. */
const SWITCHES = words(`
  addons allow-addons allow-child-process allow-wasi allow-worker deprecation enable-source-maps
  experimental-detect-module experimental-eventsource experimental-fetch experimental-global-customevent
  experimental-global-webcrypto experimental-import-meta-resolve experimental-network-imports experimental-permission
  experimental-print-required-tla experimental-repl-await experimental-require-module experimental-shadow-realm
  experimental-vm-modules experimental-wasm-modules experimental-websocket extra-info-on-fatal-exception
  force-async-hooks-checks force-context-aware force-node-api-uncaught-exceptions-policy frozen-intrinsics
  global-search-paths heap-prof insecure-http-parser inspect inspect-brk inspect-wait network-family-autoselection
  pending-deprecation preserve-symlinks preserve-symlinks-main report-exclude-network report-on-signal
  report-uncaught-exception test-only throw-deprecation tls-max-v1.2 tls-max-v1.3 tls-min-v1.0 tls-min-v1.1 tls-min-v1.2
  tls-min-v1.3 trace-atomics-wait trace-deprecation trace-exit trace-promises trace-sync-io trace-tls trace-uncaught
  trace-warnings track-heap-objects verify-base-objects warnings watch watch-preserve-output
`);

/** On only. */
const ONLY_ON = words(`
  enable-network-family-autoselection es-module-specifier-resolution experimental-abortcontroller
  experimental-json-modules experimental-modules experimental-report experimental-specifier-resolution
  experimental-top-level-await experimental-wasi-unstable-preview1 experimental-worker http-parser napi-modules
  prof-process
`);

/** With a value. */
const VALUED = words(`
  allow-fs-read allow-fs-write conditions debug-port diagnostic-dir disable-warning dns-result-order
  experimental-default-type experimental-loader experimental-policy heap-prof-dir heap-prof-interval heap-prof-name
  heapsnapshot-near-heap-limit heapsnapshot-signal import input-type inspect-port loader max-http-header-size
  network-family-autoselection-attempt-timeout policy-integrity redirect-warnings report-signal require test-reporter
  test-reporter-destination test-shard tls-keylog unhandled-rejections watch-path
`);

/** Of the whole process, or of V8: no worker thread takes them. The first ones have a `--no-` form too. */
const SWITCHES_OF_THE_PROCESS = words(`
  debug-arraybuffer-allocations disable-wasm-trap-handler enable-fips force-fips node-snapshot openssl-legacy-provider
  openssl-shared-config report-compact report-on-fatalerror trace-sigint use-bundled-ca use-openssl-ca zero-fill-buffers
`);
const OF_THE_PROCESS = words(`
  abort-on-uncaught-exception disable-proto disallow-code-generation-from-strings enable-etw-stack-walking expose-gc
  huge-max-old-generation-size icu-data-dir inspect-publish-uid interpreted-frames-native-stack jitless
  max-old-space-size max-semi-space-size node-memory-debug openssl-config perf-basic-prof perf-basic-prof-only-functions
  perf-prof perf-prof-unwinding-info report-dir report-directory report-filename secure-heap secure-heap-min
  snapshot-blob stack-trace-limit title tls-cipher-list trace-event-categories trace-event-file-pattern
  trace-events-enabled trace-require-module use-largepages v8-pool-size
`);

/** Options of a worker thread that NODE_OPTIONS may not hold. */
const ON_A_COMMAND_LINE = ['--cpu-prof', '--cpu-prof-dir', '--cpu-prof-interval', '--cpu-prof-name', '--expose-internals', '--test'];

const long = (names) => names.map((name) => `--${name}`);
const both = (names) => names.flatMap((name) => [`--${name}`, `--no-${name}`]);

const OF_A_THREAD = ['-r', '-C', ...both(SWITCHES), ...long(ONLY_ON), ...long(VALUED)];

function canonical(flag) {
  const name = flag.replace(/^(--?[^=]*).*$/s, '$1').replace(/_/g, '-');
  if (name.startsWith('-')) return [name];
  return [`--${name}`, `-${name}`];
}

/** A set that nobody can change, with the methods of Set either. */
class NodeEnvironmentFlagsSet extends Set {
  #flags;

  constructor(flags) {
    super();
    this.#flags = new Set(flags);
  }

  add() {
    return this;
  }

  delete() {
    return false;
  }

  clear() {}

  has(flag) {
    return typeof flag === 'string' && canonical(flag).some((name) => this.#flags.has(name));
  }

  get size() { return this.#flags.size; }

  keys() { return this.#flags.keys(); }

  values() { return this.#flags.values(); }

  entries() { return this.#flags.entries(); }

  [Symbol.iterator]() { return this.#flags.values(); }

  forEach(callback, thisArg) {
    this.#flags.forEach((flag) => Reflect.apply(callback, thisArg, [flag, flag, this]));
  }
}

function makeAllowedFlags() {
  return Object.freeze(new NodeEnvironmentFlagsSet([...OF_A_THREAD, ...both(SWITCHES_OF_THE_PROCESS), ...long(OF_THE_PROCESS)]));
}

/** Those of these arguments that no worker thread can be given. */
function refusedByThreads(args) {
  const known = new NodeEnvironmentFlagsSet([...OF_A_THREAD, ...ON_A_COMMAND_LINE]);
  const lacksValue = (flag, index) => VALUED.includes(flag.slice(2)) && (args[index + 1] === undefined || args[index + 1].startsWith('-'));
  return args.filter((arg, index) => arg.startsWith('-') && (!known.has(arg) || lacksValue(arg, index)));
}

module.exports = { makeAllowedFlags, refusedByThreads };
