'use strict';

const path = require('path');
const Logger = require('egg-logger/lib/logger');
const ConsoleTransport = require('egg-logger/lib/transports/console');
const FileTransport = require('egg-logger/lib/transports/file');
const FileBufferTransport = require('egg-logger/lib/transports/file_buffer');
const utils = require('egg-logger/lib/utils');

/** Options of the logger that its file transports take as they are. */
const FILE_OPTIONS = [ 'encoding', 'flushInterval', 'eol', 'localStorage', 'dateISOFormat', 'maxCauseChainLength' ];
const FORMAT_OPTIONS = [ 'contextFormatter', 'paddingMessageFormatter' ];
const CONSOLE_OPTIONS = [ ...FORMAT_OPTIONS, 'eol', 'localStorage', 'dateISOFormat', 'maxCauseChainLength' ];

/**
 * A logger of an application: a file, a JSON file (with `outputJSON` or `jsonFile`) and the console; with `stdoutJSON` standard output
 * in JSON instead of all that.
 *
 * Options: `dir`, `file` (in `dir` unless absolute), `level` (INFO), `consoleLevel` (NONE), `buffer` (true), `outputJSON`,
 * `outputJSONOnly`, `jsonFile`, `formatter`, and what the transports take.
 */
module.exports = class EggLogger extends Logger {
  constructor(options) {
    super(options);
    const settings = this.options;
    if (settings.stdoutJSON) {
      const StdoutJsonTransport = require('egg-logger/lib/transports/stdout_json');
      this.set('console', new StdoutJsonTransport(pick(settings, [ 'level', 'loggerName', 'localStorage', 'maxCauseChainLength' ])));
      return;
    }
    if (!path.isAbsolute(settings.file)) settings.file = path.join(settings.dir, settings.file);
    if (settings.outputJSON === true && settings.file) settings.jsonFile = settings.file.replace(/\.log$/, '.json.log');

    const File = settings.buffer === true ? FileBufferTransport : FileTransport;
    if (!settings.outputJSONOnly) {
      this.set('file', new File({
        ...pick(settings, [ 'file', 'formatter', ...FORMAT_OPTIONS, ...FILE_OPTIONS ]),
        level: settings.level || 'INFO',
      }));
    }
    if (settings.jsonFile) {
      this.set('jsonFile', new File({
        ...pick(settings, [ 'level', ...FILE_OPTIONS ]),
        file: settings.jsonFile,
        json: true,
      }));
    }
    this.set('console', new ConsoleTransport({
      ...pick(settings, CONSOLE_OPTIONS),
      level: settings.consoleLevel,
      formatter: utils.consoleFormatter,
    }));
  }

  /** The level of the files. */
  get level() {
    return this.options.level;
  }

  set level(level) {
    this.options.level = level;
    for (const transport of this.values()) {
      if (!(transport instanceof ConsoleTransport)) transport.level = level;
    }
  }

  get consoleLevel() {
    return this.options.consoleLevel;
  }

  set consoleLevel(level) {
    this.options.consoleLevel = level;
    for (const transport of this.values()) {
      if (transport instanceof ConsoleTransport) transport.level = level;
    }
  }

  get defaults() {
    return {
      file: null,
      encoding: 'utf8',
      level: 'INFO',
      consoleLevel: 'NONE',
      formatter: utils.defaultFormatter,
      buffer: true,
      outputJSON: false,
      outputJSONOnly: false,
      dateISOFormat: false,
      jsonFile: '',
      maxCauseChainLength: 10,
    };
  }
};

function pick(source, keys) {
  return Object.fromEntries(keys.map(key => [ key, source[key] ]));
}
