'use strict';

// Tests count posts: as few as show the second page.
module.exports = {
  blog: { pageSize: 2, seed: 3 },
};
