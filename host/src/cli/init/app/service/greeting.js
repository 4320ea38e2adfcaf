'use strict';

const { Service } = require('egg');

class GreetingService extends Service {
  for(name) {
    return `${this.config.greeting}, ${name}!`;
  }
}

module.exports = GreetingService;
