'use strict';

// Makes two runs of one application comparable. The rules are data (normalise.json), because the Rust replay
// (tests/src/normalise.rs) applies the same ones.

const rules = require('./normalise.json');

/**
 * @param {object} answer - as http.js parsed it: headers with lower-cased names, body as a Buffer
 * @param {Array<[string, string]>} places - literal texts of this run and their placeholders, longest first
 * @return {object} the same answer without what differs from run to run; body is a string or, when it is not UTF-8, a Buffer
 */
module.exports = function normalise(answer, places) {
  const out = { ...answer };
  if (answer.body) {
    const text = utf8(answer.body);
    if (text !== null) {
      out.body = inBody(text, places);
      // the length of the original is as random as what was replaced
      out.bodyChanged = out.body !== text;
    }
  }
  if (answer.headers) out.headers = inHeaders(answer.headers, places, out.bodyChanged);
  delete out.bodyChanged;
  return out;
};

module.exports.text = inBody;

function inBody(text, places) {
  text = replacePlaces(text, places);
  for (const rule of rules.body) text = text.replace(new RegExp(rule.pattern, 'g'), rule.replace);
  return text;
}

function inHeaders(headers, places, bodyChanged) {
  return headers
    .filter(([ name ]) => !rules.dropHeaders.includes(name))
    .map(([ name, value ]) => {
      value = replacePlaces(value, places);
      for (const rule of rules.headers) {
        if (rule.name === name) value = value.replace(new RegExp(rule.pattern, 'g'), rule.replace);
      }
      if (name === 'content-length' && bodyChanged) value = '<n>';
      return [ name, value ];
    });
}

function replacePlaces(text, places) {
  for (const [ literal, placeholder ] of places) text = text.split(literal).join(placeholder);
  return text;
}

function utf8(buffer) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer);
  } catch {
    return null;
  }
}
