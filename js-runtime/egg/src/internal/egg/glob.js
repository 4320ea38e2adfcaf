'use strict';

/**
 * Listing files by glob patterns as egg's file loader does (behaviour of globby 11 with its defaults).
 *
 * `**`, `*`, `?`, `[...]`, `{a,b}`, `(a|b)` and the extended forms `@(...)`, `?(...)`, `*(...)`, `+(...)`, `!(...)`.
 * Files and directories whose name starts with a dot are left out unless the pattern names the dot. A pattern that
 * starts with `!` takes away from the patterns before it. Results are in the order of the patterns; of one pattern, files
 * of a directory come before those of its subdirectories.
 */
const fs = require('fs');
const path = require('path');

exports.sync = sync;
exports.filter = filter;

/** Relative paths under `cwd`, with `/` between segments; nothing when `cwd` does not exist. */
function sync(patterns, cwd) {
  const expand = pattern => expandDirectory(pattern, cwd);
  return select(patterns.map(expand).flat(), () => walk(cwd));
}

/** The same selection from a list of relative paths. */
function filter(patterns, files) {
  return select(patterns, () => byDepth(files));
}

function select(patterns, listFiles) {
  const found = new Set();
  let files;
  patterns.forEach((pattern, index) => {
    if (pattern.startsWith('!')) return;
    files ??= listFiles();
    const wanted = compile(pattern);
    const unwanted = patterns.slice(index + 1)
      .filter(later => later.startsWith('!'))
      .map(later => compile(later.slice(1), { dot: true }));
    for (const file of files) {
      if (wanted(file) && !unwanted.some(matches => matches(file))) found.add(file);
    }
  });
  return [ ...found ];
}

/** A pattern that names a directory stands for everything below it. */
function expandDirectory(pattern, cwd) {
  const negated = pattern.startsWith('!');
  const target = path.join(cwd, negated ? pattern.slice(1) : pattern);
  return isDirectory(target) ? [ path.posix.join(pattern, '**') ] : [ pattern ];
}

function walk(cwd) {
  const files = [];
  const queue = [ '' ];
  for (const directory of queue) {
    for (const entry of readDirectory(path.join(cwd, directory))) {
      const relative = directory ? `${directory}/${entry.name}` : entry.name;
      const followed = entry.isSymbolicLink() ? statOrUndefined(path.join(cwd, relative)) : entry;
      if (followed?.isDirectory()) queue.push(relative);
      else if (followed?.isFile()) files.push(relative);
    }
  }
  return files;
}

function readDirectory(directory) {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  }
}

function statOrUndefined(file) {
  return fs.statSync(file, { throwIfNoEntry: false });
}

function isDirectory(file) {
  try {
    return statOrUndefined(file)?.isDirectory() === true;
  } catch {
    return false;
  }
}

/** The same files, those of a directory before those of its subdirectories. */
function byDepth(files) {
  const levels = [];
  for (const file of files) (levels[file.split('/').length] ??= []).push(file);
  return levels.flat();
}

/** Tests by pattern: the loader lists dozens of directories by the same few. */
const compiled = new Map();

/** Whether a relative path matches the pattern. */
function compile(pattern, { dot = false } = {}) {
  const key = `${dot}:${pattern}`;
  let matches = compiled.get(key);
  if (matches === undefined) compiled.set(key, matches = matcherOf(pattern, dot));
  return matches;
}

function matcherOf(pattern, dot) {
  // What the loader asks for by default: an expression would try every way to split the path.
  const [ , extension ] = /^\*\*\/\*(\.\w+)$/.exec(pattern) ?? [];
  if (extension && !dot) return file => file.endsWith(extension) && !file.startsWith('.') && !file.includes('/.');
  const expression = new RegExp(`^(?:${sourceOf(pattern, dot)})$`);
  return file => expression.test(file);
}

/** The pattern as the source of a RegExp over a relative path. */
function sourceOf(pattern, dot) {
  const normalized = pattern.replace(/^\.\//, '');
  return normalized.split('/').map((segment, index, segments) => {
    const last = index === segments.length - 1;
    if (segment === '**') {
      const any = dot ? '[^/]+' : '(?!\\.)[^/]+';
      return last ? `(?:${any}(?:/${any})*)` : `(?:${any}/)*`;
    }
    return segmentSource(segment, dot) + (last ? '' : '/');
  }).join('');
}

function segmentSource(segment, dot) {
  const guard = !dot && /^[*?[({@!+]/.test(segment) ? '(?!\\.)' : '';
  return guard + translate(segment);
}

/** What closes an extended group: `!(a)` is a look-ahead up to the end of the segment, then any text. */
const GROUP_END = { '@': ')', '?': ')?', '*': ')*', '+': ')+', '!': ')(?:/|$))[^/]*' };

/** Translates one segment by its characters; groups nest. */
function translate(text) {
  const closers = [];
  let source = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if ('@?*+!'.includes(c) && text[i + 1] === '(') {
      source += c === '!' ? '(?!(?:' : '(?:';
      closers.push(GROUP_END[c]);
      i++;
    } else if (c === '*') source += '[^/]*';
    else if (c === '?') source += '[^/]';
    else if (c === '(') {
      source += '(?:';
      closers.push(')');
    } else if (c === ')') source += closers.pop() ?? '\\)';
    else if (c === '{' && text.indexOf('}', i) > 0) {
      source += '(?:';
      closers.push('}');
    } else if (c === '}' && closers.at(-1) === '}') {
      closers.pop();
      source += ')';
    } else if (c === ',' && closers.at(-1) === '}') source += '|';
    else if (c === '|' && closers.length > 0) source += '|';
    else if (c === '[' && text.indexOf(']', i + 2) > 0) {
      const end = text.indexOf(']', i + 2);
      source += `[${text.slice(i + 1, end).replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
      i = end;
    } else if (c === '\\' && i + 1 < text.length) source += escape(text[++i]);
    else source += escape(c);
  }
  return source;
}

function escape(character) {
  return character.replace(/[.+^${}()|[\]\\*?]/, '\\$&');
}
