'use strict';

const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:|data:image\/|ftp:\/\/|\.\.?\/|[#/])/;
/** A scheme before the path; queries and fragments may hold colons. */
const OTHER_SCHEME = /^[^/?#]*:/;
const SCRIPT_SCHEME = /(?:(?:j\s*a\s*v\s*a|v\s*b|l\s*i\s*v\s*e)\s*s\s*c\s*r\s*i\s*p\s*t\s*|m\s*o\s*c\s*h\s*a):/i;
const EXPRESSION = /e\s*x\s*p\s*r\s*e\s*s\s*s\s*i\s*o\s*n\s*\(/i;
const URL_FUNCTION = /u\s*r\s*l\s*\(/i;

/** An attribute's value as it may stand between double quotes; '' for one that could run a script. */
module.exports = function safeValue(tag, name, value, styleFilter) {
  const plain = decode(value);
  const filtered = isDangerous(name, plain) ? '' : plain;
  const styled = name === 'style' && filtered && styleFilter ? styleFilter.process(filtered) : filtered;
  return styled.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
};

function isDangerous(name, value) {
  switch (name) {
    case 'href':
    case 'src':
      return !SAFE_LINK.test(value);
    case 'action':
    case 'formaction':
      return !/^https?:\/\//i.test(value) && OTHER_SCHEME.test(value);
    case 'background':
      return SCRIPT_SCHEME.test(value);
    case 'style':
      return EXPRESSION.test(value) || (URL_FUNCTION.test(value) && SCRIPT_SCHEME.test(value));
    default:
      return false;
  }
}

/** What a browser reads: a scheme must not hide behind entities or control characters. */
function decode(value) {
  return value
    .replaceAll('&quot;', '"')
    .replace(/&#([a-z0-9]*);?/gi, (_, code) => (
      String.fromCharCode(/^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 10))))
    .replace(/&colon;?/gi, ':')
    .replace(/&newline;?/gi, ' ')
    // eslint-disable-next-line no-control-regex
    .replace(/[\x00-\x1f]/g, ' ')
    .trim();
}
