'use strict';

// Cipher suites by OpenSSL's names, and the expressions that choose among them (`ECDHE+AESGCM:!SHA384`): those that rustls speaks.

const { coded, codes } = require('internal/errors');

/** Of TLS 1.3; of TLS 1.2. The preferred ones first. */
const MODERN = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'];
const CLASSIC = [
  'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-CHACHA20-POLY1305',
];
/** Known to OpenSSL, and not to rustls: of TLS 1.3, of TLS 1.2 (as they are written), and kinds of them. */
const ABSENT_MODERN = new Set(['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256']);
const ABSENT = new RegExp('^((EC)?DHE|ADH|AECDH|PSK|SRP|RSA|ECDSA|DSS)?(-(ECDSA|RSA|DSS|PSK))?-?' +
  '((AES|ARIA|CAMELLIA)-?(128|256)(-(CBC|GCM|CCM8?))?|DES-CBC3|RC4|NULL|CHACHA20-POLY1305)(-(SHA|SHA256|SHA384|MD5))?$');
const ABSENT_KINDS = new Set([
  'RSA', 'kRSA', 'DHE', 'EDH', 'kDHE', 'kEDH', 'DH', 'ADH', 'AECDH', 'PSK', 'kPSK', 'aPSK', 'SRP', 'DSS', 'aDSS', 'aNULL', 'eNULL', 'NULL', 'MEDIUM', 'LOW',
  'EXPORT', 'SHA', 'SHA1', 'MD5', 'AESCCM', 'AESCCM8', 'ARIA', 'CAMELLIA', '3DES', 'DES', 'RC4', 'IDEA', 'SEED', 'TLSv1', 'TLSv1.0', 'SSLv3',
]);

const OF_ALL = ['ALL', 'DEFAULT', 'HIGH', 'TLSv1.2', 'ECDHE', 'EECDH', 'kECDHE', 'kEECDH'];

/** What an expression may call a suite. */
function termsOf(name) {
  const terms = [name, ...OF_ALL];
  if (name.includes('-ECDSA-')) terms.push('ECDSA', 'aECDSA');
  else terms.push('aRSA');
  if (name.endsWith('CHACHA20-POLY1305')) terms.push('CHACHA20', 'SHA256');
  else terms.push('AES', 'AESGCM', name.includes('AES256') ? 'AES256' : 'AES128', name.slice(-6));
  return new Set(terms);
}

const TERMS = new Map(CLASSIC.map((name) => [name, termsOf(name)]));

const isTerm = (term) => ABSENT.test(term) || ABSENT_KINDS.has(term) || CLASSIC.some((name) => TERMS.get(name).has(term));

/** The suites of TLS 1.2 that an expression of OpenSSL's leaves, in its order; undefined when OpenSSL knew none of it either. */
function evaluate(expression) {
  let chosen = [];
  let isKnown = false;
  const barred = new Set();
  for (const item of expression.replace(/@(STRENGTH|SECLEVEL=\d)/g, '').split(/[:;, ]+/)) {
    if (item === '') continue;
    const [, operator, terms] = /^([!+-]?)(.*)$/s.exec(item);
    const wanted = terms.split('+');
    const found = CLASSIC.filter((name) => wanted.every((term) => TERMS.get(name).has(term)));
    const isFound = (name) => found.includes(name);
    if (operator === '') {
      isKnown ||= wanted.every(isTerm);
      chosen.push(...found.filter((name) => !chosen.includes(name) && !barred.has(name)));
    } else if (operator === '+') {
      chosen = [...chosen.filter((name) => !isFound(name)), ...chosen.filter(isFound)];
    } else {
      chosen = chosen.filter((name) => !isFound(name));
      if (operator === '!') found.forEach((name) => barred.add(name));
    }
  }
  return isKnown ? chosen : undefined;
}

function noMatch() {
  return Object.assign(coded(Error, 'ERR_SSL_NO_CIPHER_MATCH', 'error:0A0000B9:SSL routines::no cipher match'),
    { library: 'SSL routines', reason: 'no cipher match' });
}

/**
 * `ciphers`: an option of that name, called `option` in errors; `speaksModern`: whether TLS 1.3 may be spoken. Gives { suites, isModern: whether
 * they are of TLS 1.3 alone }. Suites that rustls does not have are passed over, as long as others remain.
 */
function chooseSuites(ciphers, option, speaksModern) {
  const parts = ciphers.split(':').filter((part) => part !== '');
  if (parts.length === 0) throw new codes.ERR_INVALID_ARG_VALUE(option, ciphers);
  const named = parts.filter((part) => part.startsWith('TLS_'));
  const rest = parts.filter((part) => !part.startsWith('TLS_'));
  if (named.some((name) => !MODERN.includes(name) && !ABSENT_MODERN.has(name))) throw noMatch();
  const classic = rest.length === 0 ? [] : evaluate(rest.join(':'));
  if (classic === undefined) throw noMatch();
  let modern = [];
  if (speaksModern) modern = named.length === 0 ? MODERN : named.filter((name) => MODERN.includes(name));
  const suites = [...modern, ...classic];
  if (suites.length === 0) throw noMatch();
  return { suites, isModern: classic.length === 0 };
}

const NAMES = [...MODERN, ...CLASSIC];

module.exports = { NAMES, chooseSuites };
