'use strict';

const moment = require('moment');

moment.locale('zh-cn');

exports.shown = ctx => { // PLUG-093
  const day = moment.utc('2024-02-29T12:34:56.789Z');
  ctx.body = {
    formats: [ 'LLLL', 'YYYY-MM-DD HH:mm:ss.SSS Z', 'dddd Do MMMM, [week] w W, DDDD Q', 'X x' ].map(format => day.format(format)),
    english: day.clone().locale('en').format('LLLL, Do'), from: [ day.from(moment.utc('2024-03-03')), day.clone().locale('en').to('2030-01-01T00:00:00Z') ],
    moved: [ day.clone().add(1, 'year').toISOString(), day.clone().endOf('month').valueOf(), day.clone().startOf('isoWeek').format(), day.clone().subtract(1, 'month').date() ],
    parsed: [ moment.utc('31/12/2023 18:05', 'DD/MM/YYYY HH:mm', true).toJSON(), moment('x', 'YYYY', true).isValid(), moment.utc('2024-W09-4').format('l') ],
    durations: [ moment.duration(49, 'hours').humanize(), moment.duration('P1DT2H').asMinutes(), moment.duration(3723000).toISOString() ],
    compared: [ day.isBefore('2025-01-01'), day.isLeapYear(), day.diff('2024-12-25', 'days', true), moment.max(day, moment.utc(0)) === day ], offset: day.clone().utcOffset(480).format(),
    calendar: [ day.calendar(moment.utc('2024-03-01')), moment.weekdaysShort(), moment.months()[1] ],
  };
};
