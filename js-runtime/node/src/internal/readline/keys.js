'use strict';

/** Keys out of what a terminal sends: 'keypress' events of (text, { sequence, name, ctrl, meta, shift }). */

const { StringDecoder } = require('string_decoder');

/** How long a lone escape waits for what would make it a sequence, in milliseconds. */
const ESCAPE_WAIT = 500;

/** Names by what follows `ESC [` or `ESC O`, modifiers left out. */
const NAMES = {
  A: 'up', B: 'down', C: 'right', D: 'left', E: 'clear', F: 'end', H: 'home', P: 'f1', Q: 'f2', R: 'f3', S: 'f4', Z: 'tab',
  a: 'up', b: 'down', c: 'right', d: 'left', e: 'clear',
  '1~': 'home', '2~': 'insert', '3~': 'delete', '4~': 'end', '5~': 'pageup', '6~': 'pagedown', '7~': 'home', '8~': 'end',
  '11~': 'f1', '12~': 'f2', '13~': 'f3', '14~': 'f4', '15~': 'f5', '17~': 'f6', '18~': 'f7', '19~': 'f8', '20~': 'f9', '21~': 'f10',
  '23~': 'f11', '24~': 'f12', '200~': 'paste-start', '201~': 'paste-end',
  '[A': 'f1', '[B': 'f2', '[C': 'f3', '[D': 'f4', '[E': 'f5', '[5~': 'pageup', '[6~': 'pagedown',
};
const SHIFTED = new Set(['a', 'b', 'c', 'd', 'e', 'Z']);
const SEQUENCE = /^\x1b{1,2}(?:O(\d?)([A-Za-z])|\[(\[[A-E]|\[[56]~|(\d*)(?:;(\d+))?([~^$A-Za-z])))/;
/** The beginning of a sequence, or nothing but escapes. */
const BEGUN = /^\x1b{1,2}(?:O\d?|\[\[?[\d;]*)?$/;

/** One key at the beginning of `text`: `[length, key]`; undefined when more is needed to tell. `all`: nothing more comes. */
function keyOf(text, all) {
  const key = { sequence: '', name: undefined, ctrl: false, meta: false, shift: false };
  const done = (sequence, changes) => [sequence.length, Object.assign(key, { sequence }, changes)];
  if (text[0] === '\x1b') {
    const match = SEQUENCE.exec(text);
    if (match) return done(match[0], sequenceKey(match));
    if (!all && BEGUN.test(text)) return undefined;
    const next = [...text.slice(1, 3)][0];
    if (next === undefined || next === '\x1b') return done(text.slice(0, next === undefined ? 1 : 2), { name: 'escape', meta: true });
    if (BEGUN.test(text) && text.length > 2) return done(text, { meta: true });
    const [, inner] = keyOf(next, true);
    return done(`\x1b${next}`, { name: inner.name, ctrl: inner.ctrl, shift: inner.shift, meta: true });
  }
  const character = String.fromCodePoint(text.codePointAt(0));
  switch (character) {
    case '\r': return done(character, { name: 'return' });
    case '\n': return done(character, { name: 'enter' });
    case '\t': return done(character, { name: 'tab' });
    case '\b': case '\x7f': return done(character, { name: 'backspace' });
    case ' ': return done(character, { name: 'space' });
    default:
  }
  if (character <= '\x1a') {
    return done(character, { name: String.fromCharCode(character.charCodeAt(0) + 96), ctrl: true });
  }
  if (/^[0-9]$/.test(character)) return done(character, { name: character });
  if (/^[a-z]$/.test(character)) return done(character, { name: character });
  if (/^[A-Z]$/.test(character)) return done(character, { name: character.toLowerCase(), shift: true });
  return done(character, {});
}

function sequenceKey([whole, oModifier, oLetter, bracket, number, modifier, last]) {
  let code;
  let bits = 0;
  if (oLetter !== undefined) {
    code = oLetter;
    bits = (Number(oModifier) || 1) - 1;
  } else if (number === undefined) {
    code = bracket;
  } else {
    code = last === '~' ? `${number}~` : last === '^' || last === '$' ? `${number}~` : last;
    bits = (Number(modifier) || 1) - 1;
    if (last === '^') bits |= 4;
    if (last === '$') bits |= 1;
  }
  return {
    name: NAMES[code] || 'undefined',
    code: whole.replace(/^\x1b+/, ''),
    ctrl: (bits & 4) !== 0 || (oLetter !== undefined && /[a-e]/.test(oLetter)),
    meta: (bits & 10) !== 0 || whole.startsWith('\x1b\x1b'),
    shift: (bits & 1) !== 0 || (oLetter === undefined && SHIFTED.has(code)),
  };
}

const kKeys = Symbol('keypress decoder');

/** Makes `stream` emit 'keypress' as long as somebody listens to it. */
function emitKeypressEvents(stream, readline = {}) {
  if (stream[kKeys]) return;
  const decoder = new StringDecoder('utf8');
  const wait = readline.escapeCodeTimeout === undefined ? ESCAPE_WAIT : readline.escapeCodeTimeout;
  let pending = '';
  let timer;
  stream[kKeys] = true;

  function consume(all) {
    clearTimeout(timer);
    while (pending !== '') {
      const found = keyOf(pending, all);
      if (found === undefined) {
        timer = setTimeout(consume, wait, true);
        return;
      }
      const [length, key] = found;
      pending = pending.slice(length);
      // What stands for a character is told with it.
      const character = key.sequence.length === 1 || [...key.sequence].length === 1 ? key.sequence : undefined;
      stream.emit('keypress', character, key);
    }
  }

  function onData(data) {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onListener);
      return;
    }
    pending += typeof data === 'string' ? data : decoder.write(data);
    consume(false);
  }

  function onListener(event) {
    if (event !== 'keypress') return;
    stream.on('data', onData);
    stream.removeListener('newListener', onListener);
  }

  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onListener);
}

module.exports = { emitKeypressEvents };
