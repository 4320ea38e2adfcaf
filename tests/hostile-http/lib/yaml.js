'use strict';

/**
 * The cases of one of http_desync_guardian's files: `[{ name, uri, method, version, tier, headers: [{ name, value }] }]`. These files
 * are lists of flat maps with one list of maps in each; no other YAML is read, and what is not understood is an error.
 */
module.exports.readCases = text => {
  const cases = [];
  let one;
  let section;
  text.split('\n').forEach((line, index) => {
    if (/^\s*(#.*)?$/.test(line)) return;
    const fail = () => { throw new Error(`line ${index + 1} is not understood: ${line}`); };
    const found = /^(\s*)(- )?([\w-]+):(?:\s+(.*))?$/.exec(line);
    // Items of required_message_items.
    if (!found) {
      if (section !== 'expected' || !/^\s+- /.test(line)) fail();
      return;
    }
    const [ , indent, dash, key, rest ] = found;
    const value = rest === undefined ? undefined : scalar(rest, fail);
    if (indent === '' && dash) {
      one = { headers: [] };
      cases.push(one);
      section = 'case';
    } else if (indent === '  ') {
      section = value === undefined || key === 'headers' ? key : 'case';
    } else if (dash && section === 'headers') {
      one.headers.push({});
    }
    if (section === 'case') one[key] = value ?? '';
    else if (section === 'headers' && key !== 'headers') one.headers.at(-1)[key] = value ?? '';
    else if (section === 'expected' && key === 'tier') one.tier = value;
  });
  return cases.filter(({ tier }) => tier !== undefined);
};

/** Plain, 'single' or "double quoted" text. */
function scalar(text, fail) {
  if (text[0] === '"') {
    const found = /^"((?:[^"\\]|\\.)*)"\s*(#.*)?$/.exec(text) ?? fail();
    return found[1].replace(/\\(x([0-9a-fA-F]{2})|.)/g, (all, letter, code) => {
      if (code) return String.fromCharCode(parseInt(code, 16));
      return { n: '\n', r: '\r', t: '\t', 0: '\0', a: '\x07', b: '\b', v: '\v', f: '\f', e: '\x1b' }[letter] ?? letter;
    });
  }
  if (text[0] === '\'') {
    const found = /^'((?:[^']|'')*)'\s*(#.*)?$/.exec(text) ?? fail();
    return found[1].replace(/''/g, '\'');
  }
  return text.replace(/\s+#.*$/, '').trim();
}
