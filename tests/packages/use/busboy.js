const busboy = require('busboy');
const lines = [ '--X', 'Content-Disposition: form-data; name="t"', '', 'val', '--X', 'Content-Disposition: form-data; name="f"; filename="a.txt"', 'Content-Type: text/plain', '', 'file body', '--X--', '' ];
function parse(body, options) {
  return new Promise(resolve => {
    const seen = [];
    const bb = busboy({ headers: { 'content-type': 'multipart/form-data; boundary=X' }, ...options });
    bb.on('field', (name, value, info) => seen.push([ name, value, info.mimeType ]));
    bb.on('file', (name, stream, info) => { let text = ''; stream.on('data', chunk => { text += chunk; }).on('close', () => seen.push([ name, text, info.filename, Boolean(stream.truncated) ])); });
    bb.on('error', error => { seen.push(error.message); resolve(seen); }).on('close', () => resolve(seen));
    bb.end(body);
  });
}
(async () => {
  show(await parse(lines.join('\r\n')), await parse(lines.join('\r\n'), { limits: { fileSize: 4 } }), await parse(lines.slice(0, 6).join('\r\n')));
  try { busboy({ headers: {} }); } catch (error) { show(error.message); }
})();
