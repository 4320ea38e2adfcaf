'use strict';

// NODE-028
const punycode = require('punycode');
const { check } = require('./support/outcome.js');

check([
  [() => punycode.encode('mañana'), '"maana-pta"'],
  [() => punycode.decode('maana-pta'), '"mañana"'],
  [() => punycode.encode('☃-⌘'), '"--dqo34k"'],
  [() => punycode.decode('--dqo34k'), '"☃-⌘"'],
  [() => punycode.toASCII('mañana.com'), '"xn--maana-pta.com"'],
  [() => punycode.toASCII('джумла@джpумлатест.bрфa'), '"джумла@xn--p-8sbkgc5ag7bhce.xn--ba-lmcq"'],
  [() => punycode.toUnicode('xn--maana-pta.com'), '"mañana.com"'],
  [() => punycode.toASCII('a。b．c'), '"a.b.c"'],
  [() => punycode.ucs2.decode('a💩'), '[97, 128169]'],
  [() => punycode.ucs2.encode([0x61, 0x1f4a9]), '"a💩"'],
  [() => punycode.decode('\x80'), 'throws RangeError: Invalid input'],
  [() => punycode.decode('a!'), 'throws RangeError: Invalid input'],
  [() => punycode.version, '"2.1.0"'],
]);
