'use strict';

/** Tables that commands write into docs/: each stands between two marks that name its command. */

const fs = require('fs');
const path = require('path');

const DOCS = path.resolve(__dirname, '../../docs');

/** Puts `text` between the marks of `command` (`tests/bench/node --markdown`) in the document docs/`name`. */
function write(name, command, text) {
  const file = path.join(DOCS, name);
  const document = fs.readFileSync(file, 'utf8');
  const [ begin, end ] = [ `<!-- ${command} writes from here -->`, `<!-- ${command} writes to here -->` ];
  const [ from, to ] = [ document.indexOf(begin), document.indexOf(end) ];
  if (from === -1 || to < from) throw new Error(`docs/${name} has no ${begin} ... ${end}`);
  fs.writeFileSync(file, `${document.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${document.slice(to)}`);
}

module.exports = { write };
