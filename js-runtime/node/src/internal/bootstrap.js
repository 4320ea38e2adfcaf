'use strict';

/**
 * Node's globals. What an application may never touch is a getter that loads its module and replaces itself by the value.
 */

const { lazy } = require('internal/lazy');

/** A global whose value `make()` gives when it is first read. */
const member = (name, make, enumerable = false) => lazy(globalThis, name, make, { enumerable });

function define(name, value, enumerable = false) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
}

/** Globals that are exports of a module of the same names. */
function fromModule(module, names, enumerable) {
  for (const name of names) member(name, () => require(module)[name], enumerable);
}

define('global', globalThis, true);
Object.defineProperty(globalThis, Symbol.toStringTag, { value: 'global', writable: false, configurable: true });

// `process` and `Buffer` are accessors in Node too, and not enumerable.
function accessor(name, make) {
  let value;
  let made = false;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: false,
    get() {
      if (!made) {
        value = make();
        made = true;
      }
      return value;
    },
    set(given) {
      value = given;
      made = true;
    },
  });
}
accessor('process', () => process);
accessor('Buffer', () => require('buffer').Buffer);
member('console', () => require('console'));

fromModule('timers', [
  'clearImmediate', 'setImmediate', 'clearInterval', 'clearTimeout', 'setInterval', 'setTimeout',
], true);

define('queueMicrotask', require('internal/process/tick_queue').queueMicrotask, true);
member('structuredClone', () => require('internal/structured_clone').structuredClone, true);
fromModule('buffer', ['atob', 'btoa'], true);
member('performance', () => require('perf_hooks').performance, true);
member('crypto', () => require('crypto').webcrypto, true);
for (const name of ['Crypto', 'CryptoKey', 'SubtleCrypto']) member(name, () => require('internal/crypto/webcrypto')[name]);

fromModule('url', ['URL', 'URLSearchParams'], false);
fromModule('util', ['TextEncoder', 'TextDecoder'], false);
fromModule('internal/abort_controller', ['AbortController', 'AbortSignal'], false);
fromModule('internal/event_target', ['EventTarget', 'Event', 'CustomEvent'], false);
member('DOMException', () => require('internal/dom_exception').DOMException);
fromModule('buffer', ['Blob', 'File'], false);
fromModule('internal/worker/message_port', ['BroadcastChannel', 'MessageChannel', 'MessageEvent', 'MessagePort']);
fromModule('stream/web', [
  'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
  'ReadableByteStreamController', 'ReadableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController',
  'WritableStream', 'WritableStreamDefaultController', 'WritableStreamDefaultWriter', 'ByteLengthQueuingStrategy',
  'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream',
], false);
lazy(Atomics, 'waitAsync', () => require('internal/worker/atomics').waitAsync, { enumerable: false });
define('WeakRef', require('internal/weak_ref').WeakRef);
member('WebAssembly', () => require('internal/webassembly/namespace').WebAssembly);
member('Intl', () => require('internal/intl'));
require('internal/intl/methods');
require('internal/date_setters');
fromModule('internal/fetch', ['fetch'], true);
fromModule('internal/fetch/headers', ['Headers'], false);
fromModule('internal/fetch/form_data', ['FormData'], false);
fromModule('internal/fetch/request', ['Request'], false);
fromModule('internal/fetch/response', ['Response'], false);
fromModule('perf_hooks', [
  'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList',
  'PerformanceResourceTiming',
], false);

/** When the globals were there, on the engine's clock. */
exports.completedAt = require('internal/engine').hrtime();
