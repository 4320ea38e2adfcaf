const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/relativeTime'));
dayjs.extend(require('dayjs/plugin/customParseFormat'));
dayjs.extend(require('dayjs/plugin/timezone'));
show(dayjs.utc('2020-02-29T10:20:30Z').add(1, 'year').format('YYYY-MM-DD HH:mm:ss dddd'), dayjs('12-25-1995', 'MM-DD-YYYY').format(), dayjs.utc(0).from(dayjs.utc(86400e3)));
show(dayjs.tz('2014-06-01 12:00', 'America/New_York').toISOString(), dayjs.utc('2020-01-31').endOf('month').diff(dayjs.utc('2020-01-01'), 'hours', true).toFixed(3), dayjs('nonsense').isValid());
show(dayjs.utc(1e12).locale(require('dayjs/locale/zh-cn')).format('MMMM dddd'));
