const PDFDocument = require('pdfkit');
const doc = new PDFDocument({ compress: false, info: { Title: 'T é', CreationDate: new Date(0) } });
const chunks = [];
doc.on('data', c => chunks.push(c)).on('end', () => {
  const pdf = Buffer.concat(chunks);
  show(pdf.length, pdf.subarray(0, 8).toString());
  show(require('crypto').createHash('md5').update(pdf.toString('latin1').replace(/\/ID \[.*\]/, '')).digest('hex'));
  require('pdf-parse')(pdf).then(d => show(d.numpages, d.text, d.info), e => show(e));
});
doc.fontSize(20).text('Hello World', 100, 100).moveTo(0, 0).lineTo(100, 100).stroke('#ff0000').font('Times-Roman').text('second line with some more words in it to be wrapped '.repeat(4), { width: 200, align: 'justify' });
doc.addPage().rect(10, 10, 50, 50).fillAndStroke('blue', 'red').text('page two').list([ 'one', 'two' ]).link(0, 0, 10, 10, 'http://x.example');
const g = doc.linearGradient(0, 0, 100, 100).stop(0, 'green').stop(1, 'red');
doc.circle(100, 300, 50).fill(g);
doc.image(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), 10, 400, { width: 20 });
doc.end();
