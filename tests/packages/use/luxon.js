const { DateTime, Duration, Interval } = require('luxon');
const d = DateTime.fromISO('2024-02-29T13:05:06.007', { zone: 'Asia/Shanghai' });
show(
  d.toISO(), d.toUTC().toISO(), d.plus({ years: 1 }).toISODate(), d.toFormat('yyyy LL dd ccc HH:mm ZZ'),
  d.setZone('America/New_York').toISO(), d.setLocale('zh-CN').toFormat('cccc LLLL'), d.toLocaleString(DateTime.DATETIME_MED),
  d.setLocale('zh-CN').toLocaleString(DateTime.DATE_FULL), d.weekNumber,
  d.diff(DateTime.fromISO('2024-01-01', { zone: 'Asia/Shanghai' }), [ 'months', 'days' ]).toObject(),
  DateTime.fromFormat('03/04/2020 PM 5', 'dd/MM/yyyy a h', { zone: 'utc' }).toISO(), DateTime.fromISO('nope').invalidReason,
  Interval.fromDateTimes(d, d.plus(5)).length(), d.offsetNameShort, Duration.fromISO('PT1H30M').toObject(),
  d.toRelative({ base: d.plus({ days: 2 }) }), DateTime.local(2020, 3, 8, 2, 30, { zone: 'America/New_York' }).toISO()
);
