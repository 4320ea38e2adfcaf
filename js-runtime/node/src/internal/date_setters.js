'use strict';

/**
 * The setters of Date. The engine's answer NaN to a part that is no number and leave the date as it was; by the language the date is
 * invalid from then on, which is how libraries tell wrong input.
 */

const { setTime } = Date.prototype;

function invalidating(set) {
  const { name, length } = set;
  const method = {
    [name](...parts) {
      const time = set.apply(this, parts);
      return Number.isNaN(time) ? setTime.call(this, NaN) : time;
    },
  }[name];
  return Object.defineProperty(method, 'length', { value: length, configurable: true });
}

const parts = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
for (const name of [...parts.flatMap((part) => [`set${part}`, `setUTC${part}`]), 'setYear']) {
  Object.defineProperty(Date.prototype, name, { value: invalidating(Date.prototype[name]), writable: true, configurable: true, enumerable: false });
}
