'use strict';

const { LISTEN_PATH: path, HTTPS } = process.env;

exports.keys = 'listening';
exports.cluster = { listen: { path }, https: HTTPS ? JSON.parse(HTTPS) : {} };
