'use strict';

/** What loggers and transports share: levels, the line formats, option merging. */
const os = require('os');
const util = require('util');
const { Buffer } = require('buffer');
const levels = require('egg-logger/lib/level');
const { colorize } = require('internal/egg/terminal_colors');
const { logDate } = require('internal/egg/date');
const formatError = require('egg-logger/lib/format_error');

const hostname = os.hostname();

module.exports = {
  assign,
  consoleFormatter,
  defaultContextPaddingMessage,
  defaultFormatter,
  format,
  formatError,
  normalizeLevel,
};

/** A level's weight by its number or name (any case); undefined for what is none. */
function normalizeLevel(level) {
  if (typeof level === 'number') return level;
  return typeof level === 'string' && level ? levels[level.toUpperCase()] : undefined;
}

/** `[userId/ip/traceId/used-ms METHOD url]`: which request a line belongs to. */
function defaultContextPaddingMessage(ctx) {
  const userId = ctx.userId || '-';
  const traceId = ctx.tracer?.traceId || '-';
  let used = 0;
  if (ctx.performanceStarttime) used = Math.floor((performance.now() - ctx.performanceStarttime) * 1000) / 1000;
  else if (ctx.starttime) used = Date.now() - ctx.starttime;
  return `[${userId}/${ctx.ip}/${traceId}/${used}ms ${ctx.method} ${ctx.url}]`;
}

/** The line of log files: `date LEVEL pid [request] message`. */
function defaultFormatter(meta) {
  const request = meta.paddingMessage || (meta.ctx && defaultContextPaddingMessage(meta.ctx));
  return line(meta, request);
}

/** The line of the terminal, in colours where it shows them. */
function consoleFormatter(meta) {
  return colorize(meta.level, line(meta, meta.paddingMessage));
}

function line({ date, level, pid, message }, request) {
  return `${date} ${level} ${pid} ${request ? `${request} ` : ''}${message}`;
}

/**
 * The bytes or text of one entry. `meta`: `formatter`, `ctx`, `paddingMessage`, `raw` (the message alone). `options`: the
 * transport's.
 */
function format(level, args, meta, options) {
  const entry = meta || {};
  const formatter = (entry.ctx && contextFormatter(entry, options)) || entry.formatter || options.formatter;
  const message = args[0] instanceof Error ? formatError(args[0], options) : util.format(...args);

  let output = message;
  if (entry.raw !== true && (options.json === true || formatter)) {
    entry.level = level;
    entry.date = options.dateISOFormat ? new Date().toISOString() : logDate(',');
    entry.pid = process.pid;
    entry.hostname = hostname;
    entry.message = message;
    output = options.json === true ? JSON.stringify({ ...entry, ctx: undefined }) : formatter(entry);
  }
  if (!output) return Buffer.alloc(0);
  output += options.eol;
  return options.encoding === 'utf8' ? output : encode(output, options.encoding);
}

/** Sets the entry's `paddingMessage` as the options want it, and gives the formatter that replaces the usual one. */
function contextFormatter(entry, { contextFormatter: formatter, paddingMessageFormatter }) {
  if (!entry.paddingMessage && paddingMessageFormatter) {
    entry.paddingMessage = paddingMessageFormatter(entry.ctx);
  } else if (!entry.paddingMessage && formatter) {
    entry.paddingMessage = defaultContextPaddingMessage(entry.ctx);
  }
  return formatter;
}

function encode(text, encoding) {
  if (!Buffer.isEncoding(encoding)) {
    throw new Error(
      `config.logger.encoding "${encoding}" is not supported: use utf8, utf16le, latin1 or ascii`);
  }
  return Buffer.from(text, encoding);
}

/** Like `Object.assign`, but `undefined` and `null` do not override. */
function assign(target, ...sources) {
  if (!target) return {};
  for (const source of sources) {
    for (const key of Object.keys(source ?? {})) {
      const value = source[key];
      if (value !== undefined && value !== null) target[key] = value;
    }
  }
  return target;
}
