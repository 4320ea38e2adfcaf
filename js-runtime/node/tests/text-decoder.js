'use strict';

const { check } = require('./support/outcome.js');

const bytes = new Uint8Array([0x41, 0xb0, 0xa1, 0xc4, 0xe3, 0xba, 0xc3, 0x20]);
const LABELS = ['ibm866', 'iso-8859-2', 'iso-8859-5', 'iso-8859-7', 'iso-8859-15', 'koi8-r', 'koi8-u', 'macintosh', 'windows-874',
  'windows-1250', 'windows-1251', 'windows-1256', 'x-mac-cyrillic', 'gbk', 'gb2312', 'gb18030', 'big5', 'euc-jp', 'shift_jis', 'sjis',
  'euc-kr', 'ks_c_5601-1987', 'utf-16be', 'utf-16le', 'latin1', ' GBK '];
const decoder = (label, options) => new TextDecoder(label, options);
const pieces = (label, ...parts) => {
  const one = decoder(label);
  return parts.map((part) => one.decode(new Uint8Array(part), { stream: true })).concat(one.decode());
};

// NODE-074: the encodings of the Encoding standard.
check([
  [() => LABELS.map((label) => [decoder(label).encoding, decoder(label).decode(bytes)]), '[["ibm866", "A░б─у║├ "], ["iso-8859-2", "A°ĄÄăşĂ "], ["iso-8859-5", "AАЁФуКУ "], ["iso-8859-7", "A°‘ΔγΊΓ "], ["iso-8859-15", "A°¡ÄãºÃ "], ["koi8-r", "A╟║дЦ╨ц "], ["koi8-u", "A╟║дЦ╨ц "], ["macintosh", "A∞°ƒ„∫√ "], ["windows-874", "Aฐกฤใบร "], ["windows-1250", "A°ˇÄăşĂ "], ["windows-1251", "A°ЎДгєГ "], ["windows-1256", "A°،ؤم؛أ "], ["x-mac-cyrillic", "A∞°ƒгЇ√ "], ["gbk", "A啊你好 "], ["gbk", "A啊你好 "], ["gb18030", "A啊你好 "], ["big5", "A陛斕疑 "], ["euc-jp", "A亜低挫 "], ["shift_jis", "Aｰ｡ﾄ羲ﾃ "], ["shift_jis", "Aｰ｡ﾄ羲ﾃ "], ["euc-kr", "A가콱봤 "], ["euc-kr", "A가콱봤 "], ["utf-16be", "䆰ꇄ쌠"], ["utf-16le", "끁쒡뫣⃃"], ["windows-1252", "A°¡ÄãºÃ "], ["gbk", "A啊你好 "]]'],
  [() => decoder('x-user-defined'), 'throws RangeError ERR_ENCODING_NOT_SUPPORTED: The "x-user-defined" encoding is not supported'],
  [() => decoder('replacement'), 'throws RangeError ERR_ENCODING_NOT_SUPPORTED: The "replacement" encoding is not supported'],
  [() => decoder('iso-8859-16'), 'throws RangeError ERR_ENCODING_NOT_SUPPORTED: The "iso-8859-16" encoding is not supported'],
  [() => decoder('utf-7'), 'throws RangeError ERR_ENCODING_NOT_SUPPORTED: The "utf-7" encoding is not supported'],
  [() => pieces('gbk', [0xc4], [0xe3, 0xba], [0xc3]), '["", "你", "好", ""]'],
  [() => pieces('gb18030', [0x81, 0x30], [0x81, 0x30]), '["", "", ""]'],
  [() => pieces('shift_jis', [0x82], [0xa0]), '["", "あ", ""]'],
  [() => pieces('big5', [0xa7]), '["", "�"]'],
  [() => decoder('gbk', { fatal: true }).decode(new Uint8Array([0x81, 0x20])), 'throws TypeError ERR_ENCODING_INVALID_ENCODED_DATA: The encoded data was not valid for encoding gbk'],
  [() => decoder('gbk', { fatal: true }).decode(new Uint8Array([0xc4, 0xe3])), '"你"'],
  [() => decoder('utf-16be').decode(new Uint8Array([0xfe, 0xff, 0, 0x41])), '"A"'],
  [() => decoder('utf-16be', { ignoreBOM: true }).decode(new Uint8Array([0xfe, 0xff, 0, 0x41])).length, '2'],
]);
