'use strict';

// Is a text an IP address? Node's rules: no leading zeroes, no ports, no brackets; IPv6 may end in IPv4 and carry a zone.

const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const ZONE = /^[0-9a-zA-Z\-.:]+$/;

function isIPv4(input) {
  const parts = `${input}`.split('.');
  return parts.length === 4 && parts.every((part) => OCTET.test(part) && Number(part) <= 255);
}

/** How many 16-bit groups a colon-separated list holds; -1 when one of them is none. `mayEndInIPv4`: it is the tail. */
function countGroups(text, mayEndInIPv4) {
  if (text === '') return 0;
  const parts = text.split(':');
  let count = parts.length;
  for (let i = 0; i < parts.length; i++) {
    if (GROUP.test(parts[i])) continue;
    if (!mayEndInIPv4 || i !== parts.length - 1 || !isIPv4(parts[i])) return -1;
    count++;
  }
  return count;
}

function isIPv6(input) {
  let text = `${input}`;
  const percent = text.indexOf('%');
  if (percent !== -1) {
    if (!ZONE.test(text.slice(percent + 1))) return false;
    text = text.slice(0, percent);
  }
  const gap = text.indexOf('::');
  if (gap === -1) return text !== '' && countGroups(text, true) === 8;
  if (text.indexOf('::', gap + 1) !== -1) return false;
  const before = countGroups(text.slice(0, gap), false);
  const after = countGroups(text.slice(gap + 2), true);
  return before !== -1 && after !== -1 && before + after <= 7;
}

/** 4, 6, or 0 for neither. */
function isIP(input) {
  if (isIPv4(input)) return 4;
  return isIPv6(input) ? 6 : 0;
}

module.exports = { isIP, isIPv4, isIPv6 };
