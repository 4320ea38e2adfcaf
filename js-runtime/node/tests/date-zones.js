'use strict';

// NODE-080: what a date says of its time zone, at length.
const { check } = require('./support/outcome.js');

const winter = new Date(Date.UTC(2026, 0, 15, 3, 4, 5));
const summer = new Date(Date.UTC(2026, 6, 15, 13, 4, 5));
const inZone = (zone, make) => {
  process.env.TZ = zone;
  return make();
};
const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Europe/Dublin', 'Asia/Kolkata', 'America/Punta_Arenas', 'Australia/Lord_Howe'];
const long = (locale, options) => zones.map((timeZone) => summer.toLocaleString(locale, { ...options, timeZone }));

check([
  [() => zones.map((zone) => inZone(zone, () => winter.toString())), '["Thu Jan 15 2026 03:04:05 GMT+0000 (Coordinated Universal Time)", "Thu Jan 15 2026 11:04:05 GMT+0800 (China Standard Time)", "Wed Jan 14 2026 22:04:05 GMT-0500 (Eastern Standard Time)", "Thu Jan 15 2026 03:04:05 GMT+0000 (Greenwich Mean Time)", "Thu Jan 15 2026 08:34:05 GMT+0530 (India Standard Time)", "Thu Jan 15 2026 00:04:05 GMT-0300 (GMT-03:00)", "Thu Jan 15 2026 14:04:05 GMT+1100 (Lord Howe Daylight Time)"]'],
  [() => zones.map((zone) => inZone(zone, () => summer.toTimeString())), '["13:04:05 GMT+0000 (Coordinated Universal Time)", "21:04:05 GMT+0800 (China Standard Time)", "09:04:05 GMT-0400 (Eastern Daylight Time)", "14:04:05 GMT+0100 (Irish Standard Time)", "18:34:05 GMT+0530 (India Standard Time)", "10:04:05 GMT-0300 (GMT-03:00)", "23:34:05 GMT+1030 (Lord Howe Standard Time)"]'],
  [() => inZone('Asia/Shanghai', () => [`${summer}`, summer + '', String(new Date(NaN))].map((text) => text.slice(-29))), '["MT+0800 (China Standard Time)", "MT+0800 (China Standard Time)", "Invalid Date"]'],
  [() => inZone('Europe/Berlin', () => Date.parse(String(summer)) === summer.getTime()), 'true'],
  [() => [Date.prototype.toString.name, Date.prototype.toString.length, Object.keys(Date.prototype)], '["toString", 0, []]'],
  [() => long('en-US', { timeZoneName: 'long' }), '["7/15/2026, 1:04:05 PM Coordinated Universal Time", "7/15/2026, 9:04:05 PM China Standard Time", "7/15/2026, 9:04:05 AM Eastern Daylight Time", "7/15/2026, 2:04:05 PM Irish Standard Time", "7/15/2026, 6:34:05 PM India Standard Time", "7/15/2026, 10:04:05 AM GMT-03:00", "7/15/2026, 11:34:05 PM Lord Howe Standard Time"]'],
  [() => long('zh-CN', { timeZoneName: 'long' }), '["2026/7/15 协调世界时 13:04:05", "2026/7/15 中国标准时间 21:04:05", "2026/7/15 北美东部夏令时间 9:04:05", "2026/7/15 爱尔兰标准时间 14:04:05", "2026/7/15 印度时间 18:34:05", "2026/7/15 GMT-03:00 10:04:05", "2026/7/15 豪勋爵岛标准时间 23:34:05"]'],
  [() => long('en-US', { timeStyle: 'full' }), '["1:04:05 PM Coordinated Universal Time", "9:04:05 PM China Standard Time", "9:04:05 AM Eastern Daylight Time", "2:04:05 PM Irish Standard Time", "6:34:05 PM India Standard Time", "10:04:05 AM GMT-03:00", "11:34:05 PM Lord Howe Standard Time"]'],
  [() => long('zh-CN', { dateStyle: 'full', timeStyle: 'full' }), '["2026年7月15日星期三 协调世界时 13:04:05", "2026年7月15日星期三 中国标准时间 21:04:05", "2026年7月15日星期三 北美东部夏令时间 09:04:05", "2026年7月15日星期三 爱尔兰标准时间 14:04:05", "2026年7月15日星期三 印度时间 18:34:05", "2026年7月15日星期三 GMT-03:00 10:04:05", "2026年7月15日星期三 豪勋爵岛标准时间 23:34:05"]'],
  [() => long('zh-CN', { hour: 'numeric', timeZoneName: 'long' }), '["协调世界时13时", "中国标准时间21时", "北美东部夏令时间9时", "爱尔兰标准时间14时", "印度时间18时", "GMT-03:0010时", "豪勋爵岛标准时间23时"]'],
]);
