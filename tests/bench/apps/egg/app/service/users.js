'use strict';

const { Service } = require('egg');
const { user } = require('../../lib/work');

class UsersService extends Service {
  async find(id) {
    return user(id);
  }
}

module.exports = UsersService;
