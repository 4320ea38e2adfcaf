const iconv = require('iconv-lite');
for (const name of [ 'gbk', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'win1252', 'utf16le', 'utf-7', 'iso-8859-2', 'cp866' ]) {
  const text = { big5: '中文繁體', shift_jis: 'テスト', 'euc-jp': 'テスト', 'euc-kr': '한국어', win1252: 'é€', 'iso-8859-2': 'łž', cp866: 'Привет' }[name] || '你好';
  const bytes = iconv.encode(text, name);
  show(name, bytes.toString('hex'), iconv.decode(bytes, name));
}
show(iconv.encodingExists('nothing'), iconv.decode(Buffer.from([ 0xef, 0xbb, 0xbf, 0x61 ]), 'utf8'));
const { Readable } = require('stream');
Readable.from([ Buffer.from([ 0xc4 ]), Buffer.from([ 0xe3 ]) ]).pipe(iconv.decodeStream('gbk')).on('data', text => show('stream', text));
