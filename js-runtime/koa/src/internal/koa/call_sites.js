'use strict';

/**
 * The frames that led to a call, as V8 call sites: deprecation notices and the names of ready tasks show the file and
 * line of the caller.
 */
exports.callSites = callSites;
exports.location = location;

/** Frames above the function `below`, innermost first; at most `limit`. */
function callSites(below, limit = 20) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  try {
    Error.prepareStackTrace = (_, frames) => frames;
    Error.stackTraceLimit = limit;
    Error.captureStackTrace(holder, below);
    // The engine may format on first read, so it has to happen while the hook is in place.
    const { stack } = holder;
    return Array.isArray(stack) ? stack : [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** `{ file, line, column }` of a call site; file is `<anonymous>` where the engine has none. */
function location(frame) {
  return {
    file: frame?.getFileName() || '<anonymous>',
    line: frame?.getLineNumber() ?? null,
    column: frame?.getColumnNumber() ?? null,
  };
}
