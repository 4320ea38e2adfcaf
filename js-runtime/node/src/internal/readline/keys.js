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
/** The keys that rxvt tells with shift or ctrl by another last character than `~`. */
const RXVT = /^[235678][$^]$/;
const SHIFTED = /^\[[a-eZ]$/;
const CTRLED = /^O[a-e]$/;

/** `O`, a modifier, a character. */
const O_SEQUENCE = /^O(\d?)(.)/su;
/** `[`, perhaps one more, up to three digits, perhaps a modifier, a character. */
const BRACKET_SEQUENCE = /^\[(\[?)(\d{0,3}(?:;\d?)?(?:.))/su;
const NUMBER_COMMAND = /^(\d\d?)(?:;(\d))?([~^$])$/;
const LETTER_COMMAND = /^(?:(?:\d;)?(\d))?([A-Za-z])$/;

/** What stands after the escapes of a sequence: `[length, changes]`, or undefined when more has to come. */
function sequenceOf(text) {
  const match = (text[0] === 'O' ? O_SEQUENCE : BRACKET_SEQUENCE).exec(text);
  if (match === null) return undefined;
  let code = text[0];
  let modifier = 1;
  if (code === 'O') {
    // A 0 stands for what no modifier would be.
    modifier = match[1] === '' ? 1 : Number(match[1]);
    code += match[2];
  } else {
    code += match[1];
    const command = match[2];
    const numbered = NUMBER_COMMAND.exec(command);
    const lettered = LETTER_COMMAND.exec(command);
    if (numbered !== null) {
      code += numbered[1] + numbered[3];
      modifier = Number(numbered[2] ?? 1);
    } else if (lettered !== null) {
      code += lettered[2];
      modifier = Number(lettered[1] ?? 1);
    } else {
      code += command;
    }
  }
  const bits = modifier - 1;
  const short = code.slice(1);
  const isRxvt = RXVT.test(short);
  return [match[0].length, {
    name: NAMES[isRxvt ? `${short[0]}~` : short] ?? 'undefined',
    code,
    ctrl: (bits & 4) !== 0 || CTRLED.test(code) || (isRxvt && short[1] === '^'),
    meta: (bits & 10) !== 0,
    shift: (bits & 1) !== 0 || SHIFTED.test(code) || (isRxvt && short[1] === '$'),
  }];
}

/** What one character stands for. `escaped`: an escape came before it. */
function characterKey(character, escaped) {
  switch (character) {
    case '\r': return { name: 'return', meta: escaped };
    case '\n': return { name: 'enter', meta: escaped };
    case '\t': return { name: 'tab', meta: escaped };
    case '\b': case '\x7f': return { name: 'backspace', meta: escaped };
    case '\x1b': return { name: 'escape', meta: escaped };
    case ' ': return { name: 'space', meta: escaped };
    default:
  }
  if (!escaped && character <= '\x1a') return { name: String.fromCharCode(character.charCodeAt(0) + 96), ctrl: true };
  if (/^[0-9A-Za-z]$/.test(character)) {
    return { name: character.toLowerCase(), shift: /^[A-Z]$/.test(character), meta: escaped };
  }
  return { meta: escaped };
}

/** One key at the beginning of `text`: `[length, key, escaped]`; undefined when more is needed to tell. `all`: nothing more comes. */
function keyOf(text, all) {
  const found = (length, changes, escaped) => [
    length,
    { sequence: text.slice(0, length), name: undefined, ctrl: false, meta: false, shift: false, ...changes },
    escaped,
  ];
  const escapes = /^\x1b{0,2}/.exec(text)[0].length;
  const rest = text.slice(escapes);
  if (rest === '') return all ? found(escapes, { name: 'escape', meta: true }, true) : undefined;
  if (escapes > 0 && (rest[0] === 'O' || rest[0] === '[')) {
    const sequence = sequenceOf(rest);
    if (sequence !== undefined) return found(escapes + sequence[0], sequence[1], true);
    return all ? found(text.length, { name: 'undefined', code: rest }, true) : undefined;
  }
  const character = String.fromCodePoint(rest.codePointAt(0));
  return found(escapes + character.length, characterKey(character, escapes > 0), escapes > 0);
}

const kKeys = Symbol('keypress decoder');

/** Makes `stream` emit 'keypress' as long as somebody listens to it. */
function emitKeypressEvents(stream, readline = {}) {
  if (stream[kKeys]) return;
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let timer;
  stream[kKeys] = true;

  function consume(all) {
    clearTimeout(timer);
    while (pending !== '') {
      const found = keyOf(pending, all);
      if (found === undefined) {
        // Only an escape is a key by itself; the others wait for what makes them whole.
        if (pending.endsWith('\x1b')) timer = setTimeout(consume, readline.escapeCodeTimeout ?? ESCAPE_WAIT, true);
        return;
      }
      const [length, key, escaped] = found;
      pending = pending.slice(length);
      // A tab with something after it was pasted.
      readline.isCompletionEnabled = pending === '';
      stream.emit('keypress', escaped ? undefined : key.sequence, key);
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
