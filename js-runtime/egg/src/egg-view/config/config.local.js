'use strict';

exports.view = {
  cache: false,
};
