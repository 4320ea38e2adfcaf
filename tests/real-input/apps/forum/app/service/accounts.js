'use strict';

const bcrypt = require('bcryptjs');
const { Service } = require('egg');

/** "engine", with four rounds. */
const ADA = bcrypt.hashSync('engine', '$2a$04$abcdefghijklmnopqrstuu');

/** Who a strategy's user is here; null for somebody who is not let in. */
module.exports = class Accounts extends Service {
  async local({ provider, username, password }) {
    return username === 'ada' && await bcrypt.compare(password, ADA) ? { provider, name: username } : null;
  }

  async github({ provider, id, name, displayName, photo, accessToken, params, profile }) {
    this.app.github = { id, displayName, photo, accessToken, params, emails: profile.emails, url: profile.profileUrl, raw: profile._json };
    return { provider, name };
  }
};
