'use strict';

const _ = require('lodash');
const dayjs = require('dayjs');
const nunjucks = require('nunjucks');
const { Controller } = require('egg');

class ToolsController extends Controller {
  async merge() {
    const { body } = this.ctx.request;
    const merged = _.merge({}, ..._.castArray(body));
    this.ctx.body = {
      merged,
      same: _.isEqual(merged, _.cloneDeep(merged)),
      paths: _.at(merged, [ 'a.b', 'c[0].d' ]),
      keys: _.mapKeys(merged, (value, key) => _.snakeCase(key)),
      words: _.words('fooBar, baz & Qux').map(_.kebabCase),
      chunks: _.chunk(_.range(7), 3),
      template: _.template('<%- name %>: <% _.each(list, function (x) { %>[<%= x %>]<% }); %>')({ name: '<b>', list: [ 1, 2 ], _ }),
    };
  }

  async dates() {
    const day = dayjs.utc('2024-02-29T12:34:56.789Z');
    this.ctx.body = {
      format: day.format('dddd, MMMM Do YYYY [week] W, HH:mm:ss.SSS Z'),
      leap: day.add(1, 'year').toISOString(),
      month: day.endOf('month').valueOf(),
      parsed: dayjs.utc('31/12/2023 18:05', 'DD/MM/YYYY HH:mm').toJSON(),
      invalid: dayjs('no date').isValid(),
      difference: dayjs.utc('2024-12-25').diff(day, 'day', true),
      duration: dayjs.duration({ hours: 49, minutes: 3 }).humanize(),
      iso: dayjs.duration('P1DT2H').asMinutes(),
      ago: day.from(dayjs.utc('2024-03-03')),
    };
  }

  async template() {
    const { query } = this.ctx;
    this.ctx.body = nunjucks.renderString([
      '{% macro tag(name, text="none") %}<{{ name }}>{{ text }}</{{ name }}>{% endmacro %}',
      '{% set total = 0 %}',
      '{% for key, value in query %}{{ tag("dt", key) }}{{ tag("dd", value | upper | truncate(8)) }}{% else %}empty{% endfor %}',
      '{{ [3, 1, 2] | sort | join("-") }} {{ 7 // 2 }} {{ 2 ** 3 }} {{ "a" if query.a else "no a" }} {{ query | dump | safe }}',
    ].join('\n'), { query });
  }

  async broken() {
    try {
      this.app.views.render('broken.html', {});
    } catch (error) {
      this.ctx.status = 422;
      this.ctx.body = { name: error.name, message: error.message.replaceAll(this.app.baseDir, '.') };
    }
  }
}

module.exports = ToolsController;
