'use strict';

const { Controller } = require('egg');

const berlin = { lat: 52.52, lon: 13.405 };
const munich = { lat: 48.137, lon: 11.575 };

class WayController extends Controller {
  // The service is src/main.rs.
  async index() {
    this.ctx.body = this.ctx.service.geo.distance(berlin, munich);
  }
}

module.exports = WayController;
