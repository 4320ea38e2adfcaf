'use strict';

exports.page = ctx => ctx.render('page.ejs', { title: 'Ejs & co', items: [ { name: '<a>', html: '<b>b</b>' }, { name: 'c', html: '' } ] }); // PLUG-090

exports.string = async ctx => {
  ctx.body = await ctx.renderString('<% for (const n of list) { %><%= n %>,<% } %>', { list: [ 1, '<2>', 3 ] }, { viewEngine: 'ejs' });
};
