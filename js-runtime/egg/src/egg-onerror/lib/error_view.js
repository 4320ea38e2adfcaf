'use strict';

const fs = require('fs');
const path = require('path');
const util = require('util');
const render = require('egg-onerror/lib/mustache');
const embedded = require('internal/egg/embedded_units');

/** Lines of source shown before and after the one that failed. */
const CONTEXT_LINES = 5;
const HIDDEN_HEADERS = [ 'cookie', 'connection' ];

/**
 * The page that a developer sees instead of a failed answer: the error with the source of each frame, the request, the
 * configuration (secrets masked). The template is Mustache and may be the application's own (`config.onerror.templatePath`).
 */
module.exports = function errorView(ctx, error, message, templatePath) {
  const code = error.code || error.type;
  return render(readTemplate(templatePath), {
    code,
    message: code ? `${message} (code: ${code})` : message,
    name: error.name,
    status: error.status,
    frames: framesOf(error),
    request: requestOf(ctx),
    appInfo: appInfoOf(ctx.app),
  });
};

function readTemplate(file) {
  return embedded.isEmbedded(file) ? embedded.load(file) : fs.readFileSync(file, 'utf8');
}

/** `at method (file:line:column)` or `at file:line:column`. */
const FRAME = /^\s*at (?:(?<method>.+?) \()?(?<file>[^()]+?):(?<line>\d+)(?::(?<column>\d+))?\)?$/;

function framesOf(error) {
  return String(error.stack).split('\n')
    .map(text => FRAME.exec(text)?.groups)
    .filter(Boolean)
    .map(({ method, file, line, column }, index) => {
      const isApplication = path.isAbsolute(file) && !file.includes(`node_modules${path.sep}`);
      const classes = [ index === 0 && 'active', !isApplication && 'native-frame' ].filter(Boolean).join(' ');
      return {
        extname: path.extname(file).slice(1),
        file: path.isAbsolute(file) ? path.relative(process.cwd(), file) : file,
        method,
        line: Number(line),
        column,
        classes,
        context: path.isAbsolute(file) ? sourceAround(file, Number(line)) : {},
      };
    });
}

function sourceAround(file, line) {
  if (!fs.existsSync(file)) return {};
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/);
  const start = Math.max(0, line - 1 - CONTEXT_LINES);
  return {
    start: start + 1,
    pre: lines.slice(start, line - 1).join('\n'),
    line: lines[line - 1],
    post: lines.slice(line, line + CONTEXT_LINES).join('\n'),
  };
}

function requestOf({ request }) {
  const { url, httpVersion, method, headers } = request;
  return {
    url,
    httpVersion,
    method,
    connection: headers.connection,
    headers: Object.entries(headers)
      .filter(([ name ]) => !HIDDEN_HEADERS.includes(name))
      .map(([ key, value ]) => ({ key, value })),
    cookies: (headers.cookie || '').split(';')
      .map(pair => pair.split('='))
      .filter(([ key, value ]) => key.trim() && value !== undefined)
      .map(([ key, ...value ]) => ({ key: key.trim(), value: value.join('=').trim() })),
  };
}

function appInfoOf(app) {
  const { config } = app.dumpConfigToObject().config;
  return { baseDir: app.config.baseDir, config: util.inspect(config) };
}
