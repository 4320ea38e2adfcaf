'use strict';

// Servers that are http.Server's to whoever asks with `instanceof`, though its constructor never runs for them: the host's own. They
// join without loading http.Server, which most applications never do.

let base;
const waiting = [];

/** Puts `prototype` below http.Server's, at once or when that is loaded. */
function join(prototype) {
  if (base) Object.setPrototypeOf(prototype, base);
  else waiting.push(prototype);
}

/** Says that http.Server is loaded. */
function loaded(prototype) {
  base = prototype;
  for (const kin of waiting.splice(0)) Object.setPrototypeOf(kin, base);
}

module.exports = { join, loaded };
