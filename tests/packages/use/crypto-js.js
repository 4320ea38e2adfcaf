const C = require('crypto-js');
show(C.MD5('x').toString(), C.SHA256('y').toString(C.enc.Base64), C.HmacSHA1('a', 'k').toString(), C.PBKDF2('p', C.enc.Hex.parse('00ff'), { keySize: 8, iterations: 10 }).toString());
const key = C.enc.Utf8.parse('0123456789abcdef');
const sealed = C.AES.encrypt('words 字', key, { iv: key, mode: C.mode.CBC }).toString();
show(sealed, C.AES.decrypt(sealed, key, { iv: key }).toString(C.enc.Utf8), C.AES.decrypt(C.AES.encrypt('q', 'pass').toString(), 'pass').toString(C.enc.Utf8));
