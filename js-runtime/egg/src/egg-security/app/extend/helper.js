'use strict';

module.exports = {
  cliFilter: require('egg-security/lib/helper/cli_filter'),
  escape: require('egg-security/lib/helper/escape'),
  escapeShellArg: require('egg-security/lib/helper/escape_shell_arg'),
  escapeShellCmd: require('egg-security/lib/helper/escape_shell_cmd'),
  /** Its tables of HTML are loaded with the first text. */
  shtml(text) {
    return require('egg-security/lib/helper/shtml').call(this, text);
  },
  sjs: require('egg-security/lib/helper/sjs'),
  sjson: require('egg-security/lib/helper/sjson'),
  spath: require('egg-security/lib/helper/spath'),
  surl: require('egg-security/lib/helper/surl'),
};
