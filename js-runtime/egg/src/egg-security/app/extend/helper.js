'use strict';

const { method } = require('internal/egg/not_built');

module.exports = {
  cliFilter: require('egg-security/lib/helper/cli_filter'),
  escape: require('egg-security/lib/helper/escape'),
  escapeShellArg: require('egg-security/lib/helper/escape_shell_arg'),
  escapeShellCmd: require('egg-security/lib/helper/escape_shell_cmd'),
  shtml: method('helper.shtml()', 'the HTML filter is not there yet; use an npm package such as xss'),
  sjs: require('egg-security/lib/helper/sjs'),
  sjson: require('egg-security/lib/helper/sjson'),
  spath: require('egg-security/lib/helper/spath'),
  surl: require('egg-security/lib/helper/surl'),
};
