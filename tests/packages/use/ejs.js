const ejs = require('ejs');
show(ejs.render('<% for (const n of list) { -%>\n<li><%= n %></li>\n<% } -%>\n<%- raw %>', { list: [ 1, '<2>' ], raw: '<b>' }), ejs.compile('<%= a %>', { client: true })({ a: 'x' }));
ejs.render('<%= await value %>', { value: Promise.resolve('late') }, { async: true }).then(show);
try { ejs.render('<%= nothing.x %>', {}, { filename: 'view.ejs' }); } catch (error) { show(error.message.split('\n')[0]); }
