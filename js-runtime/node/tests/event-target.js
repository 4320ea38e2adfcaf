'use strict';

// NODE-075, NODE-078
const util = require('util');
const { getEventListeners } = require('events');
const { check } = require('./support/outcome.js');

/** What a few calls on a fresh target put into a log. */
function log(use) {
  const lines = [];
  const target = new EventTarget();
  const listener = (name) => (event) => { lines.push([name, event.type]); };
  use(target, listener, lines);
  return lines;
}
const noop = () => {};

check([
  [() => log((t, l) => { const a = l('a'); t.addEventListener('x', a); t.addEventListener('x', a); t.dispatchEvent(new Event('x')); }), '[["a", "x"]]'],
  [() => log((t, l) => { t.addEventListener('x', l('a'), { once: true }); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); }), '[["a", "x"]]'],
  [() => log((t, l, o) => { t.addEventListener('x', { handleEvent(e) { o.push([e.type, this !== t]); } }); t.dispatchEvent(new Event('x')); }), '[["x", true]]'],
  [() => log((t, l) => { t.addEventListener('x', (e) => e.stopImmediatePropagation()); t.addEventListener('x', l('b')); t.dispatchEvent(new Event('x')); }), '[]'],
  [() => log((t, l, o) => { t.addEventListener('x', (e) => e.preventDefault()); o.push([t.dispatchEvent(new Event('x')), t.dispatchEvent(new Event('x', { cancelable: true }))]); }), '[[true, false]]'],
  [() => log((t, l, o) => { t.addEventListener('x', (e) => e.preventDefault(), { passive: true }); o.push([t.dispatchEvent(new Event('x', { cancelable: true }))]); }), '[[false]]'],
  [() => log((t, l, o) => { t.addEventListener('x', (e) => o.push([e.target === t, e.currentTarget === t, e.eventPhase, e.composedPath().length])); const e = new Event('x'); t.dispatchEvent(e); o.push([e.currentTarget, e.eventPhase]); }), '[[true, true, 2, 1], [null, 0]]'],
  [() => log((t, l) => { const c = new AbortController(); t.addEventListener('x', l('a'), { signal: c.signal }); c.abort(); t.dispatchEvent(new Event('x')); }), '[]'],
  [() => log((t, l, o) => { t.addEventListener('x', noop); o.push([getEventListeners(t, 'x').length]); t.removeEventListener('x', noop); o.push([getEventListeners(t, 'x').length]); }), '[[1], [0]]'],
  [() => new EventTarget().dispatchEvent({}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "event" argument must be an instance of Event. Received an instance of Object'],
  [() => new EventTarget().addEventListener('x'), 'throws TypeError ERR_MISSING_ARGS: The "type" and "listener" arguments must be specified'],
  [() => new EventTarget().addEventListener('x', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "listener" argument must be an instance of EventListener. Received type number (5)'],
  [() => EventTarget.prototype.addEventListener.call({}, 'x', noop), 'throws TypeError ERR_INVALID_THIS: Value of "this" must be of type EventTarget'],
  [() => new Event(), 'throws TypeError ERR_MISSING_ARGS: The "type" argument must be specified'],
  [() => [new Event('x', { bubbles: true, cancelable: true })].map((e) => [e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.isTrusted, typeof e.timeStamp]), '[["x", true, true, false, false, false, "number"]]'],
  [() => util.inspect(new EventTarget()), '"EventTarget {}"'],
  [() => util.inspect(new AbortController()), '"AbortController { signal: AbortSignal { aborted: false } }"'],
  [() => String(new Event('x')), '"[object Event]"'],
  [() => new AbortController().signal.aborted, 'false'],
  [() => [new AbortController()].map((c) => { c.abort(); return [c.signal.aborted, c.signal.reason.name, c.signal.reason.message, c.signal.reason.code]; }), '[[true, "AbortError", "This operation was aborted", 20]]'],
  [() => [new AbortController()].map((c) => { c.abort('why'); c.abort('again'); return c.signal.reason; }), '["why"]'],
  [() => [new AbortController()].map((c) => { const lines = []; c.signal.onabort = (e) => lines.push(e.type, e.isTrusted); c.abort(); return lines; }), '[["abort", true]]'],
  [() => AbortSignal.abort(5).throwIfAborted(), 'throws undefined: undefined'],
  [() => AbortSignal.abort().reason instanceof DOMException, 'true'],
  [() => AbortSignal.timeout(-1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "delay" is out of range. It must be >= 0 && <= 4294967295. Received -1'],
  [() => new AbortSignal(), 'throws TypeError ERR_ILLEGAL_CONSTRUCTOR: Illegal constructor'],
  [() => AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason, '1'],
  [() => [new AbortController()].map((c) => { const any = AbortSignal.any([new AbortController().signal, c.signal]); c.abort('b'); return [any.aborted, any.reason]; }), '[[true, "b"]]'],
  [() => AbortSignal.any(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "signals" argument must be an instance of Array. Received type number (5)'],
  [() => new DOMException('m', 'NotFoundError').code, '8'],
  [() => [new DOMException('m', { name: 'X', cause: 5 })].map((e) => [e.name, e.message, e.code, e.cause, e instanceof Error]), '[["X", "m", 0, 5, true]]'],
  [() => Object.prototype.toString.call(new DOMException()), '"[object DOMException]"'],
]);
