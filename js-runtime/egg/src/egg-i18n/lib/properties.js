'use strict';

/** `key = value` lines; `#` and `;` start comments, quotes keep blanks. */
module.exports = function parseProperties(text) {
  const properties = {};
  for (const raw of text.split(/[\r\n]+/)) {
    const line = raw.trim();
    if (!line || line.startsWith('#') || line.startsWith(';')) continue;
    const at = line.indexOf('=');
    if (at === -1) properties[unquote(line)] = true;
    else properties[unquote(line.slice(0, at))] = unquote(line.slice(at + 1));
  }
  return properties;
};

function unquote(text) {
  const trimmed = text.trim();
  const quoted = /^(["'])(.*)\1$/.exec(trimmed);
  if (quoted) return quoted[2].replaceAll(`\\${quoted[1]}`, quoted[1]);
  return trimmed.replace(/(^|[^\\])[;#].*$/, '$1').replace(/\\([;#])/g, '$1').trim();
}
