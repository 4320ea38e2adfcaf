'use strict';

/** The methods of the language's own classes that take locales, or speak the host's. They load `Intl` when they are first called. */

const dates = () => require('internal/intl/dates');

function put(holder, name, method) {
  Object.defineProperty(method, 'length', { value: 0, configurable: true });
  Object.defineProperty(method, 'name', { value: name, configurable: true });
  Object.defineProperty(holder, name, { value: method, writable: true, configurable: true, enumerable: false });
}

const dateMethods = { toLocaleString: ['any', 'all'], toLocaleDateString: ['date', 'date'], toLocaleTimeString: ['time', 'time'] };
for (const [name, [required, defaults]] of Object.entries(dateMethods)) {
  put(Date.prototype, name, { method(locales, options) { return dates().dateText(this, locales, options, required, defaults); } }.method);
}

// The engine leaves out the zone's name.
for (const name of ['toString', 'toTimeString']) {
  const withoutZone = Date.prototype[name];
  put(Date.prototype, name, {
    method() {
      const text = Reflect.apply(withoutZone, this, []);
      return text === 'Invalid Date' ? text : `${text} (${require('internal/intl/zones').hostNameAt(this.getTime())})`;
    },
  }.method);
}

for (const Class of [Number, BigInt]) {
  put(Class.prototype, 'toLocaleString', {
    method(locales, options) {
      const value = Class.prototype.valueOf.call(this);
      const { NumberFormat } = require('internal/intl/numbers');
      return new NumberFormat(locales, options).format(value);
    },
  }.method);
}

put(String.prototype, 'localeCompare', {
  method(that, locales, options) {
    if (this === undefined || this === null) throw new TypeError('String.prototype.localeCompare called on null or undefined');
    return require('internal/intl/collation').localeCompare(String(this), String(that), locales, options);
  },
}.method);
Object.defineProperty(String.prototype.localeCompare, 'length', { value: 1, configurable: true });
