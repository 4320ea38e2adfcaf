'use strict';

// NODE-080 NODE-104: Intl and the methods that take locales, for en-US and zh-CN.
process.env.TZ = 'Asia/Shanghai';
const assert = require('assert');
const { check } = require('./support/outcome.js');

// [kind, locale, options, value, what Node 20 answered]
const wrong = [];
for (const [kind, locale, options, value, expected] of require('./support/intl-recorded.json')) {
  const number = (text) => (typeof text === 'string' && text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text));
  const actual = {
    date: () => new Intl.DateTimeFormat(locale, options).format(value),
    number: () => new Intl.NumberFormat(locale, options).format(number(value)),
    plural: () => new Intl.PluralRules(locale, options).select(value),
    list: () => new Intl.ListFormat(locale, options).format(value),
    relative: () => new Intl.RelativeTimeFormat(locale, options).format(...value),
  }[kind]();
  if (actual !== expected) wrong.push([kind, locale, options, value, expected, actual]);
}
assert.deepStrictEqual(wrong, []);

const when = new Date(1577934245678);
const words = ['b', 'a', 'B', 'A', 'á', '10', '9', '张三', '李四', '王五', '阿里', '_', 'résumé', 'resume', 'co-op', 'coop', 'ß', 'ss', 'я', 'あ'];
const parts = (list) => list.map(({ type, value }) => `${type}=${value}`);

check([
  [() => [when.toLocaleString('en-US'), when.toLocaleDateString('en-US'), when.toLocaleTimeString('en-US')], '["1/2/2020, 11:04:05 AM", "1/2/2020", "11:04:05 AM"]'],
  [() => [when.toLocaleString('zh-CN'), when.toLocaleDateString('zh-CN'), when.toLocaleTimeString('zh-CN')], '["2020/1/2 11:04:05", "2020/1/2", "11:04:05"]'],
  [() => when.toLocaleString('zh-CN', { timeZone: 'UTC', hour12: false }), '"2020/1/2 03:04:05"'],
  [() => when.toLocaleDateString('en-US', { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }), '"Thursday, January 2, 2020"'],
  [() => when.toLocaleDateString('en-US', { hour: 'numeric' }), '"1/2/2020, 11 AM"'],
  [() => when.toLocaleTimeString('en-US', { dateStyle: 'short' }), 'throws TypeError: Invalid option : dateStyle'],
  [() => new Date(NaN).toLocaleString(), '"Invalid Date"'],
  [() => (1234567.891).toLocaleString('en-US'), '"1,234,567.891"'],
  [() => (123456789012345678901234567890n).toLocaleString('en-US'), '"123,456,789,012,345,678,901,234,567,890"'],
  [() => (0.256).toLocaleString('zh-CN', { style: 'percent' }), '"26%"'],
  [() => parts(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'EUR' }).formatToParts(-1234.5)), '["minusSign=-", "currency=€", "integer=1", "group=,", "integer=234", "decimal=.", "fraction=50"]'],
  [() => parts(new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'UTC' }).formatToParts(when)), '["year=2020", "literal=年", "month=1", "literal=月", "day=2", "literal=日"]'],
  [() => words.slice().sort((a, b) => a.localeCompare(b, 'en-US')), '["_", "10", "9", "a", "A", "á", "b", "B", "co-op", "coop", "resume", "résumé", "ss", "ß", "я", "あ", "张三", "李四", "王五", "阿里"]'],
  [() => words.slice().sort((a, b) => a.localeCompare(b, 'zh-CN')), '["_", "10", "9", "阿里", "李四", "王五", "张三", "á", "a", "A", "b", "B", "co-op", "coop", "résumé", "resume", "ss", "ß", "я", "あ"]'],
  [() => words.slice().sort(new Intl.Collator('en', { numeric: true }).compare), '["_", "9", "10", "a", "A", "á", "b", "B", "co-op", "coop", "resume", "résumé", "ss", "ß", "я", "あ", "张三", "李四", "王五", "阿里"]'],
  [() => ['a'.localeCompare('A', 'en', { sensitivity: 'base' }), 'a'.localeCompare('á', 'en', { sensitivity: 'base' }), 'a'.localeCompare('á', 'en', { sensitivity: 'accent' })], '[0, 0, -1]'],
  [() => new Intl.DateTimeFormat('en-US', { timeZone: 'asia/tokyo' }).resolvedOptions(), '{"locale":"en-US","calendar":"gregory","numberingSystem":"latn","timeZone":"Asia/Tokyo","year":"numeric","month":"numeric","day":"numeric"}'],
  [() => Intl.DateTimeFormat().resolvedOptions().timeZone, '"Asia/Shanghai"'],
  [() => new Intl.DateTimeFormat('zh-CN', { timeStyle: 'short' }).resolvedOptions(), '{"locale":"zh-CN","calendar":"gregory","numberingSystem":"latn","timeZone":"Asia/Shanghai","hourCycle":"h23","hour12":false,"timeStyle":"short"}'],
  [() => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'cny' }).resolvedOptions(), '{"locale":"en-US","numberingSystem":"latn","style":"currency","currency":"CNY","currencyDisplay":"symbol","currencySign":"standard","minimumIntegerDigits":1,"minimumFractionDigits":2,"maximumFractionDigits":2,"useGrouping":"auto","notation":"standard","signDisplay":"auto","roundingMode":"halfExpand","roundingIncrement":1,"trailingZeroDisplay":"auto","roundingPriority":"auto"}'],
  [() => parts(new Intl.NumberFormat('en', { style: 'unit', unit: 'hour', unitDisplay: 'long' }).formatToParts(-1)), '["minusSign=-", "integer=1", "literal= ", "unit=hour"]'],
  [() => new Intl.NumberFormat('zh-CN', { style: 'unit', unit: 'day' }).resolvedOptions(), '{"locale":"zh-CN","numberingSystem":"latn","style":"unit","unit":"day","unitDisplay":"short","minimumIntegerDigits":1,"minimumFractionDigits":0,"maximumFractionDigits":3,"useGrouping":"auto","notation":"standard","signDisplay":"auto","roundingMode":"halfExpand","roundingIncrement":1,"trailingZeroDisplay":"auto","roundingPriority":"auto"}'],
  [() => new Intl.NumberFormat('en', { style: 'unit' }), 'throws TypeError: Invalid unit argument for Intl.NumberFormat() \'\''],
  [() => new Intl.NumberFormat('en', { style: 'unit', unit: 'day', unitDisplay: 'wide' }), 'throws RangeError: Value wide out of range for Intl.NumberFormat options property unitDisplay'],
  [() => new Intl.DateTimeFormat('en', { timeZone: 'Mars/Olympus' }), 'throws RangeError: Invalid time zone specified: Mars/Olympus'],
  [() => new Intl.NumberFormat('en', { style: 'currency' }), 'throws TypeError: Currency code is required with currency style.'],
  [() => new Intl.NumberFormat('en', { maximumFractionDigits: 101 }), 'throws RangeError: maximumFractionDigits value is out of range.'],
  [() => new Intl.DateTimeFormat('en', { month: 'big' }), 'throws RangeError: Value big out of range for Intl.DateTimeFormat options property month'],
  [() => new Intl.DateTimeFormat('en', { dateStyle: 'short', year: 'numeric' }), 'throws TypeError: Can\'t set option year when dateStyle is used'],
  [() => new Intl.DateTimeFormat('not a tag'), 'throws RangeError: Incorrect locale information provided'],
  [() => new Intl.DateTimeFormat('en').format(NaN), 'throws RangeError: Invalid time value'],
  [() => Intl.getCanonicalLocales(['EN-us', 'zh-hans-cn']), '["en-US", "zh-Hans-CN"]'],
  [() => [...new Intl.Segmenter('zh').segment('e\u0301x\r\n👨‍👩‍👧🇨🇳你\ud800')].map(({ segment, index, input }) => [segment, index, input.length]), '[["é", 0, 19], ["x", 2, 19], ["\\r\\n", 3, 19], ["👨‍👩‍👧", 5, 19], ["🇨🇳", 13, 19], ["你", 17, 19], ["\\ud800", 18, 19]]'],
  [() => [2, 3, 9, -1].map((at) => new Intl.Segmenter().segment('ae\u0301b').containing(at)), '[{"segment":"é","index":1,"input":"aéb"}, {"segment":"b","index":3,"input":"aéb"}, undefined, undefined]'],
  [() => { const parts = new Intl.Segmenter().segment('a'); return [parts[Symbol.iterator]()].map((iterator) => [String(iterator), String(iterator[Symbol.iterator]() === iterator), iterator.next(), iterator.next()]); }, '[["[object Segmenter String Iterator]", "true", {"value":{"segment":"a","index":0,"input":"a"},"done":false}, {"done":true}]]'],
  [() => new Intl.Segmenter('en-US').resolvedOptions(), '{"locale":"en-US","granularity":"grapheme"}'],
  [() => Intl.Segmenter(), 'throws TypeError: Constructor Intl.Segmenter requires \'new\''],
  [() => new Intl.Segmenter('en', { granularity: 'line' }), 'throws RangeError: Value line out of range for Intl.Segmenter options property granularity'],
  [() => typeof Intl.DateTimeFormat().format, '"function"'],
  [() => Object.prototype.toString.call(Intl), '"[object Intl]"'],
  [() => [new Date(2020, 0, 1).getTimezoneOffset(), new Date(0).getHours()], '[-480, 8]'],
  [() => { process.env.TZ = 'America/New_York'; return [new Date(0).getHours(), new Date(0).toLocaleString('en-US'), new Intl.DateTimeFormat().resolvedOptions().timeZone]; }, '[19, "12/31/1969, 7:00:00 PM", "America/New_York"]'],
]);

// What Coddle does not know it refuses, by name; Node has all of it.
if (process.versions.coddle) {
  for (const [refused, name] of [
    [() => new Intl.DateTimeFormat('fr-FR'), 'fr-FR'],
    [() => (5).toLocaleString('de'), 'de'],
    [() => 'a'.localeCompare('b', 'sv'), 'sv'],
    [() => new Intl.DateTimeFormat('en', { timeZoneName: 'longGeneric' }), 'timeZoneName'],
    [() => new Intl.DateTimeFormat('en', { era: 'short', month: 'long' }), 'era'],
    [() => new Intl.DateTimeFormat('en', { calendar: 'chinese' }), 'calendar'],
    [() => new Intl.NumberFormat('en', { style: 'unit', unit: 'acre' }), 'unit'],
    [() => new Intl.NumberFormat('en', { notation: 'scientific' }), 'notation'],
    [() => new Intl.NumberFormat('en', { roundingMode: 'ceil' }), 'roundingMode'],
    [() => new Intl.Collator('en', { caseFirst: 'upper' }), 'caseFirst'],
    [() => new Intl.Segmenter('en', { granularity: 'word' }), 'granularity'],
  ]) {
    assert.throws(refused, (error) => error instanceof RangeError && error.message.includes(name) && error.message.includes('Coddle'), String(refused));
  }
}
