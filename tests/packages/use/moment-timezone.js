const moment = require('moment-timezone');
show(moment.tz('2014-06-01 12:00', 'America/New_York').format(), moment.tz(1e12, 'Asia/Shanghai').format('z Z'), moment.tz.guess(), moment.tz('2020-03-29T01:30:00', 'Europe/Berlin').add(1, 'hour').format());
