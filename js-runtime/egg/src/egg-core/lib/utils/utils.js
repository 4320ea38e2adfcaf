'use strict';

/** Helpers that egg-core exports as `utils`. */
const path = require('path');
const convert = require('koa-convert');
const unitFiles = require('internal/egg/unit_files');
const { callFn, isGeneratorFunction } = require('internal/koa/function_kind');
const { callSites, location } = require('internal/koa/call_sites');

module.exports = {
  /** `require.extensions`. */
  extensions: unitFiles.extensions,

  loadFile: unitFiles.loadFile,

  /** The verbs that an egg application takes as methods of its own. */
  methods: [ 'head', 'options', 'get', 'put', 'patch', 'post', 'delete' ],

  callFn,

  middleware: fn => (isGeneratorFunction(fn) ? convert(fn) : fn),

  getCalleeFromStack,

  getResolvedFilename,
};

/**
 * Where the function that called this one was called from: the file, or `file:line:column` with `withLine`.
 * `stackIndex` counts frames from this function (0); default 2. `<anonymous>` when the stack is shorter.
 */
function getCalleeFromStack(withLine, stackIndex = 2) {
  const frames = callSites(getCalleeFromStack, 10);
  let frame = frames[stackIndex - 1];
  // egg-mock puts a proxy of its own between the application and the caller.
  if (frame?.getFileName()?.endsWith('egg-mock/lib/app.js')) frame = frames[stackIndex];
  if (!frame?.getFileName()) return '<anonymous>';
  const { file, line, column } = location(frame);
  return withLine ? `${file}:${line}:${column}` : file;
}

/** The path relative to the application where it lies in it, with `/` between segments. */
function getResolvedFilename(file, baseDir) {
  return file.replace(baseDir + path.sep, '').replaceAll('\\', '/');
}
