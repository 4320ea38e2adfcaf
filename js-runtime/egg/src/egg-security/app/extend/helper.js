'use strict';

module.exports = {
  cliFilter: require('egg-security/lib/helper/cli_filter'),
  escape: require('egg-security/lib/helper/escape'),
  escapeShellArg: require('egg-security/lib/helper/escape_shell_arg'),
  escapeShellCmd: require('egg-security/lib/helper/escape_shell_cmd'),
  shtml: require('egg-security/lib/helper/shtml'),
  sjs: require('egg-security/lib/helper/sjs'),
  sjson: require('egg-security/lib/helper/sjson'),
  spath: require('egg-security/lib/helper/spath'),
  surl: require('egg-security/lib/helper/surl'),
};
