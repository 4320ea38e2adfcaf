'use strict';

/**
 * Joins middleware into one function `(ctx, next) => Promise` (npm package `koa-compose` 4.1).
 *
 * The array is read anew at each step: middleware pushed after `compose` ran is seen, on which egg-mock builds.
 * A middleware that calls `next` twice rejects with `next() called multiple times`.
 */
module.exports = function compose(middleware) {
  if (!Array.isArray(middleware)) throw new TypeError('Middleware stack must be an array!');
  if (!middleware.every(fn => typeof fn === 'function')) {
    throw new TypeError('Middleware must be composed of functions!');
  }

  return function composed(ctx, next) {
    let reached = -1;
    return dispatch(0);

    function dispatch(position) {
      if (position <= reached) return Promise.reject(new Error('next() called multiple times'));
      reached = position;
      const fn = position === middleware.length ? next : middleware[position];
      if (!fn) return Promise.resolve();
      try {
        return Promise.resolve(fn(ctx, dispatch.bind(null, position + 1)));
      } catch (error) {
        return Promise.reject(error);
      }
    }
  };
};
