const $ = require('cheerio').load('<ul id="l"><li class="a">One</li><li>Two &amp; 三</li></ul><p>Bad <b>nest');
show($('li.a').text(), $('li').map((i, one) => $(one).text()).get(), $('#l').children().length, $('li:nth-child(2)').addClass('z').attr('class'), $.html('ul'));
$('li').first().after('<li data-x="1">New</li>');
show($('ul').html(), $('[data-x]').data('x'), $('p').html());
