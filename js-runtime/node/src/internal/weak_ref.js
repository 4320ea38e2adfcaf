'use strict';

/**
 * WeakRef as the language has it: what one was made of, or has given, stays alive to the end of the running job. The engine frees an
 * object with its last strong reference, so that `new WeakRef({}).deref()` would find nothing.
 */

const NativeWeakRef = WeakRef;
let held = [];

function hold(target) {
  if (held.length === 0) queueMicrotask(release);
  held.push(target);
}

function release() {
  held = [];
}

module.exports = {
  WeakRef: class WeakRef extends NativeWeakRef {
    constructor(target) {
      super(target);
      hold(target);
    }

    deref() {
      const target = super.deref();
      if (target !== undefined) hold(target);
      return target;
    }
  },
};
