'use strict';

// NODE-007
const EventEmitter = require('events');
const util = require('util');
const { check } = require('./support/outcome.js');

/** What a few calls on a fresh emitter put into a log. */
function log(use) {
  const lines = [];
  const emitter = new EventEmitter();
  const listener = (name) => (...args) => { lines.push([name, ...args]); };
  use(emitter, listener, lines);
  return lines;
}
function Old() { EventEmitter.call(this); }
util.inherits(Old, EventEmitter);
class Sub extends EventEmitter {}
const noop = () => {};

check([
  [() => log((e, l) => { e.on('x', l('a')).on('x', l('b')); e.emit('x', 1, 2, 3, 4); }), '[["a", 1, 2, 3, 4], ["b", 1, 2, 3, 4]]'],
  [() => log((e, l, o) => { o.push([e.emit('x'), e.on('x', noop).emit('x')]); }), '[[false, true]]'],
  [() => log((e, l) => { e.once('x', l('a')); e.emit('x', 1); e.emit('x', 2); }), '[["a", 1]]'],
  [() => log((e, l) => { e.on('x', l('a')); e.prependListener('x', l('b')); e.prependOnceListener('x', l('c')); e.emit('x'); e.emit('x'); }), '[["c"], ["b"], ["a"], ["b"], ["a"]]'],
  [() => log((e, l) => { const a = l('a'); e.on('x', a); e.on('x', a); e.off('x', a); e.emit('x'); }), '[["a"]]'],
  [() => log((e, l) => { const a = l('a'); e.once('x', a); e.removeListener('x', a); e.emit('x'); }), '[]'],
  [() => log((e, l) => { e.on('x', () => e.on('x', l('late'))); e.emit('x'); }), '[]'],
  [() => log((e, l) => { const b = l('b'); e.on('x', () => e.off('x', b)); e.on('x', b); e.emit('x'); e.emit('x'); }), '[["b"]]'],
  [() => log((e, l, o) => { e.on('newListener', (n, f) => o.push([n, e.listenerCount(n), typeof f])); e.on('x', noop); e.once('x', noop); }), '[["x", 0, "function"], ["x", 1, "function"]]'],
  [() => log((e, l, o) => { e.on('removeListener', (n) => o.push([n, e.listenerCount(n)])); e.on('x', noop); e.on('x', noop); e.removeAllListeners('x'); }), '[["x", 1], ["x", 0]]'],
  [() => log((e, l, o) => { e.on('a', noop); e.on(Symbol.for('s'), noop); o.push(e.eventNames().map(String)); e.removeAllListeners(); o.push(e.eventNames()); }), '[["a", "Symbol(s)"], []]'],
  [() => log((e, l, o) => { e.once('x', noop); o.push([e.listeners('x')[0] === noop, e.rawListeners('x')[0] === noop, e.rawListeners('x')[0].listener === noop]); }), '[[true, false, true]]'],
  [() => log((e, l, o) => { e.on('x', noop); o.push([e.listenerCount('x'), e.listenerCount('x', noop), e.listenerCount('y'), EventEmitter.listenerCount(e, 'x')]); }), '[[1, 1, 0, 1]]'],
  [() => log((e, l, o) => { e.on('x', function() { o.push([this === e]); }); e.emit('x'); }), '[[true]]'],
  [() => log((e, l) => { e.on(EventEmitter.errorMonitor, l('monitor')); e.on('error', l('error')); e.emit('error', 5); }), '[["monitor", 5], ["error", 5]]'],
  [() => log((e, l, o) => { e.on('x', noop); o.push([typeof e._events.x, e._eventsCount]); e.on('x', noop); o.push([Array.isArray(e._events.x), e._eventsCount]); }), '[["function", 1], [true, 1]]'],
  [() => new EventEmitter().emit('error', new TypeError('mine')), 'throws TypeError: mine'],
  [() => new EventEmitter().emit('error', 'text'), 'throws Error ERR_UNHANDLED_ERROR: Unhandled error. (\'text\')'],
  [() => new EventEmitter().emit('error'), 'throws Error ERR_UNHANDLED_ERROR: Unhandled error. (undefined)'],
  [() => new EventEmitter().on('x', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "listener" argument must be of type function. Received type number (5)'],
  [() => new EventEmitter().once('x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "listener" argument must be of type function. Received undefined'],
  [() => new EventEmitter().setMaxListeners(-1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "setMaxListeners" is out of range. It must be >= 0. Received -1'],
  [() => new EventEmitter().setMaxListeners(3).getMaxListeners(), '3'],
  [() => new EventEmitter({ captureRejections: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.captureRejections" property must be of type boolean. Received type number (5)'],
  [() => EventEmitter.getMaxListeners(new EventEmitter()), '10'],
  [() => EventEmitter.defaultMaxListeners, '10'],
  [() => EventEmitter.getEventListeners(new EventEmitter().on('x', noop), 'x'), '[function]'],
  [() => EventEmitter.getEventListeners({}, 'x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "emitter" argument must be an instance of EventEmitter or EventTarget. Received an instance of Object'],
  [() => EventEmitter.setMaxListeners(5, {}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "eventTargets" argument must be an instance of EventEmitter or EventTarget. Received an instance of Object'],
  [() => new Old().on('x', noop) instanceof EventEmitter, 'true'],
  [() => util.inspect(new Sub()), '"Sub {\\n  _events: [Object: null prototype] {},\\n  _eventsCount: 0,\\n  _maxListeners: undefined,\\n  [Symbol(shapeMode)]: false,\\n  [Symbol(kCapture)]: false\\n}"'],
  [() => util.inspect(new Old().on('x', noop)), '"Old {\\n  _events: [Object: null prototype] { x: [Function: noop] },\\n  _eventsCount: 1,\\n  _maxListeners: undefined,\\n  [Symbol(shapeMode)]: false,\\n  [Symbol(kCapture)]: false\\n}"'],
  [() => Object.keys(EventEmitter), '["addAbortListener", "once", "on", "getEventListeners", "getMaxListeners", "EventEmitter", "usingDomains", "captureRejectionSymbol", "captureRejections", "EventEmitterAsyncResource", "errorMonitor", "defaultMaxListeners", "setMaxListeners", "init", "listenerCount"]'],
  [() => Object.keys(EventEmitter.prototype), '["_events", "_eventsCount", "_maxListeners", "setMaxListeners", "getMaxListeners", "emit", "addListener", "on", "prependListener", "once", "prependOnceListener", "removeListener", "off", "removeAllListeners", "listeners", "rawListeners", "listenerCount", "eventNames"]'],
  [() => EventEmitter.EventEmitter === EventEmitter && require('events') === EventEmitter, 'true'],
  [() => [EventEmitter.prototype.on === EventEmitter.prototype.addListener, EventEmitter.prototype.off === EventEmitter.prototype.removeListener, EventEmitter.prototype.on.name], '[true, true, "addListener"]'],
]);
