const moment = require('moment');
show(moment.utc('2020-02-29').add(1, 'year').format('LLLL'), moment.utc('2013-02-08 09', 'YYYY-MM-DD HH').toISOString(), moment.duration(3661, 's').humanize());
show(moment.utc(0).locale('zh-cn').format('LL dddd'), moment.utc([ 2010, 0, 31 ]).add(1, 'month').format(), moment('2010-13-01', 'YYYY-MM-DD', true).isValid(), moment.utc(5e11).startOf('isoWeek').format());
show(moment.utc('2020-01-01').isBetween('2019-12-31', '2020-01-02'), moment.utc(0).calendar(moment.utc(86400e3)));
