'use strict';

exports.jsonp = {
  limit: 50,
  callback: [ '_callback', 'callback' ],
  csrf: false,
  whiteList: undefined,
};
