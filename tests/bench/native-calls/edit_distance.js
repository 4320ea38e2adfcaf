'use strict';

/** How many characters have to be changed, added or removed to make one text of the other. */
module.exports = function editDistance(a, b) {
  const row = Uint32Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i++) {
    let diagonal = row[0];
    row[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const changed = diagonal + (a[i] === b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = Math.min(changed, diagonal + 1, row[j] + 1);
    }
  }
  return row[b.length];
};
