'use strict';

// The engine knows what objects look like that grow alike, property by property, only while there are some. Those that a request makes
// mostly come and go before the next one's: without others that stay, the engine would lay out each of them anew.

const kept = [];

/** Keeps in the engine's memory how objects of `prototype` grow that get the properties `names`, in this order. */
function keepShapes(prototype, names) {
  for (let count = 0; count <= names.length; count++) {
    const object = Object.create(prototype);
    for (const name of names.slice(0, count)) object[name] = undefined;
    kept.push(object);
  }
}

module.exports = { keepShapes };
