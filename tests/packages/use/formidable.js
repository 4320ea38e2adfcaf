const formidable = require('formidable');
const FormData = require('form-data');
const http = require('http');
const fs = require('fs');
const server = http.createServer((req, res) => {
  formidable({ multiples: true }).parse(req, (error, fields, files) => {
    const one = files.f;
    const text = fs.readFileSync(one.filepath, 'utf8');
    fs.unlinkSync(one.filepath);
    res.end(JSON.stringify([ error, fields, one.originalFilename, one.mimetype, one.size, text ]));
  });
}).listen(0, () => {
  const form = new FormData();
  form.append('a', '1');
  form.append('f', 'content', { filename: 'x.txt', contentType: 'text/plain' });
  form.submit({ port: server.address().port, path: '/' }, (error, res) => { res.on('data', text => show(JSON.parse(text))).on('end', () => server.close()); });
});
