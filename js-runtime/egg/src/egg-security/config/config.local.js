'use strict';

exports.security = {
  hsts: {
    enable: false,
  },
};
