const cheerio = require('cheerio-1');
const $ = cheerio.load('<ul id="l"><li class="a">One</li><li>Two &amp; 三</li></ul><p>Bad <b>nest');
show($('li.a').text(), $('li').map((i, one) => $(one).text()).get(), $('#l').children().length, $('li:nth-child(2)').addClass('z').attr('class'), $.html('ul'));
show($.extract({ items: [ 'li' ], bold: 'b', classes: [ { selector: 'li', value: 'class' } ] }));
show(cheerio.loadBuffer(Buffer.from('<meta charset="latin1"><p>\xe9', 'latin1'))('p').text(), cheerio.load('<a:b c="d"/>', { xml: true }).xml());
serve(async base => {
  await cheerio.fromURL(`${base}/status/404`).catch(error => show(error.name, error.message));
});
