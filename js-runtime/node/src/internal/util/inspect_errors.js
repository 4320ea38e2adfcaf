'use strict';

/** How `util.inspect` writes an error: its stack, with the class and tag that the stack's first line lacks. */

const { prefixOf } = require('internal/util/inspect_names');

const FRAME = '\n    at';

function stackOf(error) {
  if (error.stack) return String(error.stack);
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return Object.prototype.toString.call(error);
  }
}

/** What the stack shows already is not repeated as a property. */
function dropShownKeys(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index !== -1 && (typeof error[name] !== 'string' || stack.includes(error[name]))) keys.splice(index, 1);
  }
}

/** Makes the first line name the class: a subclass that kept `name = 'Error'` is still shown by its own name. */
function nameClass(stack, constructor, name, tag) {
  let length = name.length;
  const named = name.endsWith('Error') && stack.startsWith(name) &&
    (stack.length === length || stack[length] === ':' || stack[length] === '\n');
  if (constructor !== null && !named) return stack;
  let fallback = 'Error';
  if (constructor === null) {
    const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    fallback = start?.[1] ?? '';
    length = fallback.length;
    fallback ||= 'Error';
  }
  const prefix = prefixOf(constructor, tag, fallback).slice(0, -1);
  if (name === prefix) return stack;
  if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(length)}`;
}

/** The longest run of lines at the end of which a cause's stack is the same: { length, offset } in `frames`. */
function commonRun(frames, causeFrames) {
  for (let i = 0; i < frames.length - 3; i++) {
    const position = causeFrames.indexOf(frames[i]);
    if (position === -1) continue;
    const rest = causeFrames.length - position;
    if (rest > 3) {
      let length = 1;
      const most = Math.min(frames.length - i, rest);
      while (most > length && frames[i + length] === causeFrames[position + length]) length++;
      if (length > 3) return { length, offset: i };
    }
  }
  return { length: 0, offset: 0 };
}

function framesOf(ctx, error, text) {
  const frames = text.split('\n');
  let cause;
  try {
    ({ cause } = error);
  } catch {
    // A getter that throws: then there is no cause to compare with.
  }
  if (cause !== null && typeof cause === 'object' && cause instanceof Error) {
    const causeStack = stackOf(cause);
    const start = causeStack.indexOf(FRAME);
    if (start !== -1) {
      const { length, offset } = commonRun(frames, causeStack.slice(start + 1).split('\n'));
      if (length > 3) {
        const skipped = length - 2;
        frames.splice(offset + 1, skipped, ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined'));
      }
    }
  }
  return frames;
}

const IN_NODE_MODULES = /[/\\]node_modules[/\\](.+?)(?=[/\\])/g;
const CORE_FRAME = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+(?:\)|$)/;

/** With colours, frames of the runtime are grey and names of packages underlined. */
function colourFrame(ctx, line) {
  if (CORE_FRAME.test(line)) return ctx.stylize(line, 'undefined');
  return line.replace(IN_NODE_MODULES, (all, name) => `/node_modules/${ctx.stylize(name, 'module')}`);
}

/** The text of `error`; adds to and removes from `keys`, the names of properties shown after it. */
function formatError(error, constructor, tag, ctx, keys) {
  const name = error.name != null ? String(error.name) : 'Error';
  let stack = stackOf(error);
  dropShownKeys(ctx, keys, error, stack);
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
  stack = nameClass(stack, constructor, name, tag);

  // A message may look like frames itself.
  let position = error.message ? stack.indexOf(error.message) : -1;
  if (position !== -1) position += error.message.length;
  const start = stack.indexOf(FRAME, position);
  if (start === -1) {
    stack = `[${stack}]`;
  } else {
    let text = stack.slice(0, start);
    for (const line of framesOf(ctx, error, stack.slice(start + 1))) text += `\n${ctx.colors ? colourFrame(ctx, line) : line}`;
    stack = text;
  }
  if (ctx.indentationLvl !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
  return stack;
}

module.exports = { formatError };
