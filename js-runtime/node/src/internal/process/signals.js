'use strict';

/** Signals as events of `process`: the first listener of `SIGTERM` starts listening, the last one that goes ends it. */

const { ErrnoException } = require('internal/errors');

/** `target`: process; `native`: its natives. */
function wireSignals(target, native) {
  const numbers = native.signals;
  const listening = new Set();
  const isSignal = (event) => typeof event === 'string' && Object.hasOwn(numbers, event);

  target.on('newListener', (event) => {
    if (!isSignal(event) || listening.has(event)) return;
    const errno = native.listenSignal(numbers[event], (number) => target.emit(event, event, number));
    if (errno < 0) throw ErrnoException(errno, 'uv_signal_start');
    listening.add(event);
  });
  target.on('removeListener', (event) => {
    if (!listening.has(event) || target.listenerCount(event) > 0) return;
    listening.delete(event);
    native.ignoreSignal(numbers[event]);
  });
}

module.exports = { wireSignals };
