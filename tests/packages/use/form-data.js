const FormData = require('form-data');
const fs = require('fs');
serve(async base => {
  const form = new FormData();
  form.append('text', 'value é');
  form.append('bytes', Buffer.from([ 1, 2, 3 ]), { filename: 'b.bin', contentType: 'application/x-b' });
  form.append('file', fs.createReadStream(__filename), 'own.js');
  const length = await new Promise((resolve, reject) => form.getLength((error, n) => (error ? reject(error) : resolve(n))));
  const parts = await new Promise((resolve, reject) => form.submit(`${base}/multipart`, (error, res) => {
    if (error) return reject(error);
    let text = '';
    res.setEncoding('utf8').on('data', chunk => { text += chunk; }).on('end', () => resolve(JSON.parse(text)));
  }));
  show(length > 300, parts);
});
