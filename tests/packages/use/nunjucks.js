const nunjucks = require('nunjucks');
const env = new nunjucks.Environment(null, { autoescape: true, throwOnUndefined: false });
env.addFilter('twice', text => text + text);
env.addFilter('later', (text, done) => setImmediate(done, null, text + '?'), true);
show(env.renderString('{% for u in users %}{{ loop.index }}.{{ u.name | upper }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %} {{ "<b>" }} {{ html | safe }} {{ "ab" | twice }}', { users: [ { name: 'x' }, { name: 'y' } ], html: '<i>' }));
show(env.renderString('{% macro f(a, b=2) %}[{{ a }}-{{ b }}]{% endmacro %}{{ f(1) }}{{ f(1, b=3) }}{% set z = [3,1,2] | sort %}{{ z | join("|") }} {{ 1.5 | round }} {{ {a: 1} | dump }}'));
env.renderString('{{ "q" | later }}', {}, (error, text) => show(text));
try { env.renderString('{% if %}'); } catch (error) { show(error.name, error.message.split('\n').at(-1)); }
