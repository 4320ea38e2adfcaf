'use strict';

// `ignore` as for every middleware: what it matches is not counted
module.exports = {
  stats: { ignore: '/public/' },
};
