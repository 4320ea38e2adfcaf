'use strict';

module.exports = {
  text() {
    return this.ctx.path;
  },
};
