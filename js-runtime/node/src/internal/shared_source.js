'use strict';

/**
 * Sources whose callbacks come for many callers: a connection that is kept, a child process, a worker. Behind them the turn of the loop
 * no longer tells whom the running code works for, so who tells by the turn learns here that this is over.
 */

let isOpened = false;
let listener;

/** Calls `callback` when the first of them is opened, at once when one was. */
exports.onFirst = function onFirst(callback) {
  if (isOpened) callback();
  else listener = callback;
};

/** Such a source is about to be opened. */
exports.opened = function opened() {
  if (isOpened) return;
  isOpened = true;
  listener?.();
};
