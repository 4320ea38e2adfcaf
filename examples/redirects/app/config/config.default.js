'use strict';

exports.keys = 'what cookies are signed with';

exports.redirects = {
  routes: {
    '/start': '/',
    '/news/*': '/posts/*',
    '/news/archive/*': 'https://archive.example/*',
  },
};
