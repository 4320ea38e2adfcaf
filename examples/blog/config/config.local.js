'use strict';

// `coddle dev`: more to look at, and errors with all their detail.
module.exports = {
  blog: { title: 'The Coddled Egg (local)', seed: 30 },
  errorAnswer: { detail: true },
};
