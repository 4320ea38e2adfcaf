const Handlebars = require('handlebars');
Handlebars.registerHelper('loud', text => text.toUpperCase() + '!');
Handlebars.registerPartial('item', '<li>{{name}}{{#if @last}} (last){{/if}}</li>');
show(Handlebars.compile('{{#each users}}{{> item this}}{{else}}none{{/each}} {{loud word}} {{{raw}}} {{esc}} {{#with a.b}}{{c}}{{/with}}')({ users: [ { name: 'x' }, { name: '<y>' } ], word: 'hi', raw: '<b>', esc: '<b>', a: { b: { c: 7 } } }));
show(typeof Handlebars.precompile('{{a}}'));
try { Handlebars.compile('{{#if}}')({}); } catch (error) { show(error.message.split('\n')[0]); }
