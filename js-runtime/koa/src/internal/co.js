'use strict';

/**
 * Runs generator functions as coroutines: the form in which egg 1 applications wrote asynchronous code, and which
 * egg 3 still takes for middleware, controllers and life-cycle hooks. Yieldable are promises, thunks, generators,
 * generator functions, and arrays or plain objects of those (behaviour of the npm package `co` 4.6).
 *
 * `co(gen, ...args)` resolves to the generator's return value; `co.wrap(fn)` gives a function that does so on each call.
 */
module.exports = co;
co.default = co;
co.co = co;
co.wrap = wrap;

function co(generator, ...args) {
  const self = this;
  return new Promise((resolve, reject) => {
    const iterator = typeof generator === 'function' ? generator.apply(self, args) : generator;
    if (!iterator || typeof iterator.next !== 'function') {
      resolve(iterator);
      return;
    }
    resume('next');

    function resume(method, input) {
      let step;
      try {
        step = iterator[method](input);
      } catch (error) {
        reject(error);
        return;
      }
      if (step.done) {
        resolve(step.value);
        return;
      }
      const awaited = toPromise.call(self, step.value);
      if (awaited && isThenable(awaited)) {
        awaited.then(value => resume('next', value), error => resume('throw', error));
        return;
      }
      resume('throw', new TypeError(
        'You may only yield a function, promise, generator, array, or object, '
        + `but the following object was passed: "${String(step.value)}"`));
    }
  });
}

function wrap(fn) {
  const wrapped = function createPromise(...args) {
    return co.call(this, fn.apply(this, args));
  };
  wrapped.__generatorFunction__ = fn;
  return wrapped;
}

function toPromise(value) {
  if (!value || isThenable(value)) return value;
  if (isGeneratorFunction(value) || isGenerator(value)) return co.call(this, value);
  if (typeof value === 'function') return thunkToPromise(this, value);
  if (Array.isArray(value)) return Promise.all(value.map(toPromise, this));
  if (value.constructor === Object) return objectToPromise(this, value);
  return value;
}

function thunkToPromise(self, thunk) {
  return new Promise((resolve, reject) => {
    thunk.call(self, (error, ...results) => {
      if (error) reject(error);
      else resolve(results.length > 1 ? results : results[0]);
    });
  });
}

async function objectToPromise(self, source) {
  const result = new source.constructor();
  const pending = [];
  for (const key of Object.keys(source)) {
    const awaited = toPromise.call(self, source[key]);
    // The key is set at once, so that the result keeps the order of the source.
    result[key] = awaited && isThenable(awaited) ? undefined : source[key];
    if (awaited && isThenable(awaited)) pending.push(awaited.then(value => { result[key] = value; }));
  }
  await Promise.all(pending);
  return result;
}

function isThenable(value) {
  return typeof value.then === 'function';
}

function isGenerator(value) {
  return typeof value.next === 'function' && typeof value.throw === 'function';
}

function isGeneratorFunction(value) {
  const { constructor } = value;
  if (!constructor) return false;
  const names = [ constructor.name, constructor.displayName ];
  return names.includes('GeneratorFunction') || isGenerator(constructor.prototype);
}
