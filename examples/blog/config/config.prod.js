'use strict';

// `coddle start`: the key comes from outside where it is given.
module.exports = {
  blog: { apiKey: process.env.BLOG_API_KEY || 'let-me-in' },
};
