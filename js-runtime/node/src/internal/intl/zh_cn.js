'use strict';

/** How zh-CN writes dates, numbers, lists and times ago: recorded from Node 20. See `internal/intl/dates` for the patterns. */

exports.months = {
  long: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
  short: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
  narrow: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
  alone: ['一月', '二月', '三月', '四月', '五月', '六月', '七月', '八月', '九月', '十月', '十一月', '十二月'],
};

exports.weekdays = {
  long: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  short: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  narrow: ['日', '一', '二', '三', '四', '五', '六'],
};

exports.eras = { long: ['公元', '公元前'], short: ['公元', '公元前'], narrow: ['公元', '公元前'] };

exports.dayPeriods = ['上午', '下午'];

exports.dateOf = {
  '---n': 'd日', '---2': 'dd日', '--n-': 'M月', '--nn': 'M/d', '--n2': 'M/dd', '--2-': 'MM月', '--2n': 'MM/d', '--22': 'MM/dd',
  '--s-': 'M\'月\'', '--sn': 'M月d日', '--s2': 'M月dd日', '--l-': 'MMMM', '--ln': 'M月d日', '--l2': 'M月dd日', '--N-': 'M', '--Nn': 'M月d日',
  '--N2': 'M月dd日', '-n--': 'y年', '-n-n': 'y年 (日: d日)', '-n-2': 'y年 (日: dd日)', '-nn-': 'y/M', '-nnn': 'y/M/d', '-nn2': 'y/M/dd',
  '-n2-': 'y年M月', '-n2n': 'y/MM/d', '-n22': 'y/MM/dd', '-ns-': 'y年M月', '-nsn': 'y年M月d日', '-ns2': 'y年M月dd日', '-nl-': 'y年M月',
  '-nln': 'y年M月d日', '-nl2': 'y年M月dd日', '-nN-': 'y年M月', '-nNn': 'y年M月d日', '-nN2': 'y年M月dd日', '-2--': 'yy年', '-2-n': 'yy年 d日',
  '-2-2': 'yy年 (日: dd日)', '-2n-': 'yy/M', '-2nn': 'yy/M/d', '-2n2': 'yy/M/dd', '-22-': 'yy年M月', '-22n': 'yy/MM/d', '-222': 'yy/MM/dd',
  '-2s-': 'yy年M月', '-2sn': 'yy年M月d日', '-2s2': 'yy年M月dd日', '-2l-': 'yy年M月', '-2ln': 'yy年M月d日', '-2l2': 'yy年M月dd日', '-2N-': 'yy年M月',
  '-2Nn': 'yy年M月d日', '-2N2': 'yy年M月dd日', 's---': 'EEE', 's--n': 'd日EEE', 's--2': 'dd日EEE', 's-n-': 'M月 EEE', 's-nn': 'M/dEEE',
  's-n2': 'M/ddEEE', 's-2-': 'EEE (月: MM月)', 's-2n': 'MM/dEEE', 's-22': 'MM/ddEEE', 's-s-': 'M\'月\' EEE', 's-sn': 'M月d日EEE',
  's-s2': 'M月dd日EEE', 's-l-': 'EEE (月: MMMM)', 's-ln': 'M月d日EEE', 's-l2': 'M月dd日EEE', 's-N-': 'EEE (月: M)', 's-Nn': 'M月d日EEE',
  's-N2': 'M月dd日EEE', 'sn--': 'y年 EEE', 'sn-n': 'y年 d日EEE', 'sn-2': 'y年 dd日EEE', 'snn-': 'y/M EEE', snnn: 'y/M/dEEE', snn2: 'y/M/ddEEE',
  'sn2-': 'y年M月 EEE', sn2n: 'y/MM/dEEE', sn22: 'y/MM/ddEEE', 'sns-': 'y年M月 EEE', snsn: 'y年M月d日EEE', sns2: 'y年M月dd日EEE',
  'snl-': 'y年M月 EEE', snln: 'y年M月d日EEE', snl2: 'y年M月dd日EEE', 'snN-': 'y年M月 EEE', snNn: 'y年M月d日EEE', snN2: 'y年M月dd日EEE', 's2--': 'yy年 EEE',
  's2-n': 'yy年 d日EEE', 's2-2': 'yy年 dd日EEE', 's2n-': 'yy/M EEE', s2nn: 'yy/M/dEEE', s2n2: 'yy/M/ddEEE', 's22-': 'yy年M月 EEE',
  s22n: 'yy/MM/dEEE', s222: 'yy/MM/ddEEE', 's2s-': 'yy年M月 EEE', s2sn: 'yy年M月d日EEE', s2s2: 'yy年M月dd日EEE', 's2l-': 'yy年M月 EEE',
  s2ln: 'yy年M月d日EEE', s2l2: 'yy年M月dd日EEE', 's2N-': 'yy年M月 EEE', s2Nn: 'yy年M月d日EEE', s2N2: 'yy年M月dd日EEE', 'l---': 'EEEE', 'l--n': 'd日EEEE',
  'l--2': 'dd日EEEE', 'l-n-': 'M月 EEEE', 'l-nn': 'M/dEEEE', 'l-n2': 'M/ddEEEE', 'l-2-': 'MM月 EEEE', 'l-2n': 'MM/dEEEE',
  'l-22': 'MM/ddEEEE', 'l-s-': 'M\'月\' EEEE', 'l-sn': 'M月d日EEEE', 'l-s2': 'M月dd日EEEE', 'l-l-': 'MMMM EEEE', 'l-ln': 'M月d日EEEE',
  'l-l2': 'M月dd日EEEE', 'l-N-': 'EEEE (月: M)', 'l-Nn': 'M月d日EEEE', 'l-N2': 'M月dd日EEEE', 'ln--': 'y年 EEEE', 'ln-n': 'y年 d日EEEE',
  'ln-2': 'y年 dd日EEEE', 'lnn-': 'y/M EEEE', lnnn: 'y年M月d日EEEE', lnn2: 'y年M月dd日EEEE', 'ln2-': 'y年M月 EEEE', ln2n: 'y年MM月d日EEEE',
  ln22: 'y年MM月dd日EEEE', 'lns-': 'y年M月 EEEE', lnsn: 'y年M月d日EEEE', lns2: 'y年M月dd日EEEE', 'lnl-': 'y年M月 EEEE', lnln: 'y年M月d日EEEE',
  lnl2: 'y年M月dd日EEEE', 'lnN-': 'y年M月 EEEE', lnNn: 'y年M月d日EEEE', lnN2: 'y年M月dd日EEEE', 'l2--': 'yy年 EEEE', 'l2-n': 'yy年 d日EEEE',
  'l2-2': 'yy年 dd日EEEE', 'l2n-': 'yy/M EEEE', l2nn: 'yy年M月d日EEEE', l2n2: 'yy年M月dd日EEEE', 'l22-': 'yy年M月 EEEE', l22n: 'yy年MM月d日EEEE',
  l222: 'yy年MM月dd日EEEE', 'l2s-': 'yy年M月 EEEE', l2sn: 'yy年M月d日EEEE', l2s2: 'yy年M月dd日EEEE', 'l2l-': 'yy年M月 EEEE', l2ln: 'yy年M月d日EEEE',
  l2l2: 'yy年M月dd日EEEE', 'l2N-': 'yy年M月 EEEE', l2Nn: 'yy年M月d日EEEE', l2N2: 'yy年M月dd日EEEE', 'N---': 'EEEEE', 'N--n': 'd日EEEEE',
  'N--2': 'dd日EEEEE', 'N-n-': 'M月 EEEEE', 'N-nn': 'M/dEEEEE', 'N-n2': 'M/ddEEEEE', 'N-2-': 'MM月 EEEEE', 'N-2n': 'MM/dEEEEE',
  'N-22': 'MM/ddEEEEE', 'N-s-': 'M\'月\' EEEEE', 'N-sn': 'M月d日EEEEE', 'N-s2': 'M月dd日EEEEE', 'N-l-': 'MMMM EEEEE', 'N-ln': 'M月d日EEEEE',
  'N-l2': 'M月dd日EEEEE', 'N-N-': 'M EEEEE', 'N-Nn': 'M月d日EEEEE', 'N-N2': 'M月dd日EEEEE', 'Nn--': 'y年 EEEEE', 'Nn-n': 'y年 d日EEEEE',
  'Nn-2': 'y年 dd日EEEEE', 'Nnn-': 'y/M EEEEE', Nnnn: 'y/M/dEEEEE', Nnn2: 'y/M/ddEEEEE', 'Nn2-': 'y年M月 EEEEE', Nn2n: 'y/MM/dEEEEE',
  Nn22: 'y/MM/ddEEEEE', 'Nns-': 'y年M月 EEEEE', Nnsn: 'y年M月d日EEEEE', Nns2: 'y年M月dd日EEEEE', 'Nnl-': 'y年M月 EEEEE', Nnln: 'y年M月d日EEEEE',
  Nnl2: 'y年M月dd日EEEEE', 'NnN-': 'y年M月 EEEEE', NnNn: 'y年M月d日EEEEE', NnN2: 'y年M月dd日EEEEE', 'N2--': 'yy年 EEEEE', 'N2-n': 'yy年 d日EEEEE',
  'N2-2': 'yy年 dd日EEEEE', 'N2n-': 'yy/M EEEEE', N2nn: 'yy/M/dEEEEE', N2n2: 'yy/M/ddEEEEE', 'N22-': 'yy年M月 EEEEE', N22n: 'yy/MM/dEEEEE',
  N222: 'yy/MM/ddEEEEE', 'N2s-': 'yy年M月 EEEEE', N2sn: 'yy年M月d日EEEEE', N2s2: 'yy年M月dd日EEEEE', 'N2l-': 'yy年M月 EEEEE', N2ln: 'yy年M月d日EEEEE',
  N2l2: 'yy年M月dd日EEEEE', 'N2N-': 'yy年M月 EEEEE', N2Nn: 'yy年M月d日EEEEE', N2N2: 'yy年M月dd日EEEEE',
};

exports.timeOf = {
  'a--n': 's', 'a--2': 's', 'a-n-': 'm', 'a-nn': 'mm:ss', 'a-n2': 'mm:ss', 'a-2-': 'm', 'a-2n': 'mm:ss', 'a-22': 'mm:ss', 'an--': 'ah时',
  'an-n': 'ah时 (秒: s)', 'an-2': 'ah时 (秒: s)', 'ann-': 'ah:mm', annn: 'ah:mm:ss', ann2: 'ah:mm:ss', 'an2-': 'ah:mm', an2n: 'ah:mm:ss',
  an22: 'ah:mm:ss', 'a2--': 'ahh时', 'a2-n': 'ahh时 (秒: s)', 'a2-2': 'ahh时 (秒: s)', 'a2n-': 'ahh:mm', a2nn: 'ahh:mm:ss', a2n2: 'ahh:mm:ss',
  'a22-': 'ahh:mm', a22n: 'ahh:mm:ss', a222: 'ahh:mm:ss', 'b--n': 's', 'b--2': 's', 'b-n-': 'm', 'b-nn': 'mm:ss', 'b-n2': 'mm:ss',
  'b-2-': 'm', 'b-2n': 'mm:ss', 'b-22': 'mm:ss', 'bn--': 'h时', 'bn-n': 'h时 (秒: s)', 'bn-2': 'h时 (秒: s)', 'bnn-': 'hh:mm',
  bnnn: 'hh:mm:ss', bnn2: 'hh:mm:ss', 'bn2-': 'h:mm', bn2n: 'hh:mm:ss', bn22: 'h:mm:ss', 'b2--': 'hh时', 'b2-n': 's (小时: hh时)',
  'b2-2': 'hh时 (秒: s)', 'b2n-': 'hh:mm', b2nn: 'hh:mm:ss', b2n2: 'hh:mm:ss', 'b22-': 'hh:mm', b22n: 'hh:mm:ss', b222: 'hh:mm:ss',
  'c--n': 's', 'c--2': 's', 'c-n-': 'm', 'c-nn': 'mm:ss', 'c-n2': 'mm:ss', 'c-2-': 'm', 'c-2n': 'mm:ss', 'c-22': 'mm:ss', 'cn--': 'h时',
  'cn-n': 's (小时: h时)', 'cn-2': 's (小时: h时)', 'cnn-': 'h:mm', cnnn: 'hh:mm:ss', cnn2: 'h:mm:ss', 'cn2-': 'h:mm', cn2n: 'h:mm:ss',
  cn22: 'h:mm:ss', 'c2--': 'hh时', 'c2-n': 's (小时: hh时)', 'c2-2': 's (小时: hh时)', 'c2n-': 'hh:mm', c2nn: 'hh:mm:ss', c2n2: 'hh:mm:ss',
  'c22-': 'hh:mm', c22n: 'hh:mm:ss', c222: 'hh:mm:ss', 't--n': 's', 't--2': 's', 't-n-': 'm', 't-nn': 'mm:ss', 't-n2': 'mm:ss',
  't-2-': 'm', 't-2n': 'mm:ss', 't-22': 'mm:ss', 'tn--': 'ah时', 'tn-n': 'ah时 (秒: s)', 'tn-2': 'ah时 (秒: s)', 'tnn-': 'ah:mm',
  tnnn: 'ah:mm:ss', tnn2: 'ah:mm:ss', 'tn2-': 'ah:mm', tn2n: 'ah:mm:ss', tn22: 'ah:mm:ss', 't2--': 'ahh时', 't2-n': 'ahh时 (秒: s)',
  't2-2': 'ahh时 (秒: s)', 't2n-': 'ahh:mm', t2nn: 'ahh:mm:ss', t2n2: 'ahh:mm:ss', 't22-': 'ahh:mm', t22n: 'ahh:mm:ss', t222: 'ahh:mm:ss',
  'f--n': 's', 'f--2': 's', 'f-n-': 'm', 'f-nn': 'mm:ss', 'f-n2': 'mm:ss', 'f-2-': 'm', 'f-2n': 'mm:ss', 'f-22': 'mm:ss', 'fn--': 'h时',
  'fn-n': 'h时 (秒: s)', 'fn-2': 'h时 (秒: s)', 'fnn-': 'hh:mm', fnnn: 'hh:mm:ss', fnn2: 'hh:mm:ss', 'fn2-': 'h:mm', fn2n: 'hh:mm:ss',
  fn22: 'h:mm:ss', 'f2--': 'hh时', 'f2-n': 's (小时: hh时)', 'f2-2': 'hh时 (秒: s)', 'f2n-': 'hh:mm', f2nn: 'hh:mm:ss', f2n2: 'hh:mm:ss',
  'f22-': 'hh:mm', f22n: 'hh:mm:ss', f222: 'hh:mm:ss',
};

exports.dateStyles = {
  full: 'y年M月d日EEEE', long: 'y年M月d日', medium: 'y年M月d日', short: 'y/M/d',
};

exports.timeStyles = {
  full: 'z hh:mm:ss', full24: 'zahh:mm:ss', long: 'z hh:mm:ss', long24: 'zahh:mm:ss', medium: 'hh:mm:ss', medium24: 'ahh:mm:ss',
  short: 'hh:mm', short24: 'ahh:mm',
};

exports.currencies = {
  AUD: 'AU$', BRL: 'R$', CAD: 'CA$', CNY: '¥', EUR: '€', GBP: '£', HKD: 'HK$', ILS: '₪', INR: '₹', JPY: 'JP¥', KRW: '₩', MXN: 'MX$',
  NZD: 'NZ$', TWD: 'NT$', USD: 'US$', VND: '₫', XAF: 'FCFA', XCD: 'EC$', XCG: 'Cg.', XOF: 'F\u202fCFA', XPF: 'CFPF',
};

exports.narrowCurrencies = {
  AFN: '؋', AMD: '֏', AOA: 'Kz', ARS: '$', AUD: '$', AZN: '₼', BAM: 'KM', BBD: '$', BDT: '৳', BMD: '$', BND: '$', BOB: 'Bs', BSD: '$',
  BWP: 'P', BYN: 'р.', BZD: '$', CAD: '$', CLP: '$', COP: '$', CRC: '₡', CUC: '$', CUP: '$', CZK: 'Kč', DKK: 'kr', DOP: '$', EGP: 'E£',
  FJD: '$', FKP: '£', GEL: '₾', GHS: 'GH₵', GIP: '£', GNF: 'FG', GTQ: 'Q', GYD: '$', HKD: '$', HNL: 'L', HRK: 'kn', HUF: 'Ft', IDR: 'Rp',
  ISK: 'kr', JMD: '$', JPY: '¥', KGS: '⃀', KHR: '៛', KMF: 'CF', KPW: '₩', KYD: '$', KZT: '₸', LAK: '₭', LBP: 'L£', LKR: 'Rs', LRD: '$',
  MGA: 'Ar', MMK: 'K', MNT: '₮', MUR: 'Rs', MXN: '$', MYR: 'RM', NAD: '$', NGN: '₦', NIO: 'C$', NOK: 'kr', NPR: 'Rs', NZD: '$', PHP: '₱',
  PKR: 'Rs', PLN: 'zł', PYG: '₲', RON: 'lei', RUB: '₽', RWF: 'RF', SBD: '$', SEK: 'kr', SGD: '$', SHP: '£', SRD: '$', SSP: '£', STN: 'Db',
  SYP: '£', THB: '฿', TOP: 'T$', TRY: '₺', TTD: '$', UAH: '₴', USD: '$', UYU: '$', XCD: '$', ZAR: 'R', ZMW: 'ZK',
};

exports.lists = {
  'conjunction long': ['和', '、', '和'],
  'conjunction short': ['和', '、', '和'],
  'conjunction narrow': ['、', '、', '、'],
  'disjunction long': ['或', '、', '或'],
  'disjunction short': ['或', '、', '或'],
  'disjunction narrow': ['或', '、', '或'],
  'unit long': ['', '', ''],
  'unit short': ['', '', ''],
  'unit narrow': ['', '', ''],
};

exports.relatives = {
  'second long': { future: ['#秒钟后', '#秒钟后'], past: ['#秒钟前', '#秒钟前'], auto: { 0: '现在' } },
  'minute long': { future: ['#分钟后', '#分钟后'], past: ['#分钟前', '#分钟前'], auto: { 0: '此刻' } },
  'hour long': { future: ['#小时后', '#小时后'], past: ['#小时前', '#小时前'], auto: { 0: '这一时间 / 此时' } },
  'day long': { future: ['#天后', '#天后'], past: ['#天前', '#天前'], auto: { 0: '今天', 1: '明天', 2: '后天', '-2': '前天', '-1': '昨天' } },
  'week long': { future: ['#周后', '#周后'], past: ['#周前', '#周前'], auto: { 0: '本周', 1: '下周', '-1': '上周' } },
  'month long': { future: ['#个月后', '#个月后'], past: ['#个月前', '#个月前'], auto: { 0: '本月', 1: '下个月', '-1': '上个月' } },
  'quarter long': { future: ['#个季度后', '#个季度后'], past: ['#个季度前', '#个季度前'], auto: { 0: '本季度', 1: '下季度', '-1': '上季度' } },
  'year long': { future: ['#年后', '#年后'], past: ['#年前', '#年前'], auto: { 0: '今年', 1: '明年', '-1': '去年' } },
  'second short': { future: ['#秒后', '#秒后'], past: ['#秒前', '#秒前'], auto: { 0: '现在' } },
  'minute short': { future: ['#分钟后', '#分钟后'], past: ['#分钟前', '#分钟前'], auto: { 0: '此刻' } },
  'hour short': { future: ['#小时后', '#小时后'], past: ['#小时前', '#小时前'], auto: { 0: '这一时间 / 此时' } },
  'day short': { future: ['#天后', '#天后'], past: ['#天前', '#天前'], auto: { 0: '今天', 1: '明天', 2: '后天', '-2': '前天', '-1': '昨天' } },
  'week short': { future: ['#周后', '#周后'], past: ['#周前', '#周前'], auto: { 0: '本周', 1: '下周', '-1': '上周' } },
  'month short': { future: ['#个月后', '#个月后'], past: ['#个月前', '#个月前'], auto: { 0: '本月', 1: '下个月', '-1': '上个月' } },
  'quarter short': { future: ['#个季度后', '#个季度后'], past: ['#个季度前', '#个季度前'], auto: { 0: '本季度', 1: '下季度', '-1': '上季度' } },
  'year short': { future: ['#年后', '#年后'], past: ['#年前', '#年前'], auto: { 0: '今年', 1: '明年', '-1': '去年' } },
  'second narrow': { future: ['#秒后', '#秒后'], past: ['#秒前', '#秒前'], auto: { 0: '现在' } },
  'minute narrow': { future: ['#分钟后', '#分钟后'], past: ['#分钟前', '#分钟前'], auto: { 0: '此刻' } },
  'hour narrow': { future: ['#小时后', '#小时后'], past: ['#小时前', '#小时前'], auto: { 0: '这一时间 / 此时' } },
  'day narrow': { future: ['#天后', '#天后'], past: ['#天前', '#天前'], auto: { 0: '今天', 1: '明天', 2: '后天', '-2': '前天', '-1': '昨天' } },
  'week narrow': { future: ['#周后', '#周后'], past: ['#周前', '#周前'], auto: { 0: '本周', 1: '下周', '-1': '上周' } },
  'month narrow': { future: ['#个月后', '#个月后'], past: ['#个月前', '#个月前'], auto: { 0: '本月', 1: '下个月', '-1': '上个月' } },
  'quarter narrow': { future: ['#个季度后', '#个季度后'], past: ['#个季度前', '#个季度前'], auto: { 0: '本季度', 1: '下季度', '-1': '上季度' } },
  'year narrow': { future: ['#年后', '#年后'], past: ['#年前', '#年前'], auto: { 0: '今年', 1: '明年', '-1': '去年' } },
};

/** What stands behind a number with its unit: with one, and with any other number, where these differ. */
exports.units = {
  year: { long: ['年'], short: ['年'], narrow: ['年'] },
  month: { long: ['个月'], short: ['个月'], narrow: ['个月'] },
  week: { long: ['周'], short: ['周'], narrow: ['周'] },
  day: { long: ['天'], short: ['天'], narrow: ['天'] },
  hour: { long: ['小时'], short: ['小时'], narrow: ['小时'] },
  minute: { long: ['分钟'], short: ['分钟'], narrow: ['分钟'] },
  second: { long: ['秒钟'], short: ['秒'], narrow: ['秒'] },
  millisecond: { long: ['毫秒'], short: ['毫秒'], narrow: ['ms'] },
  bit: { long: ['比特'], short: [' b'], narrow: [' b'] },
  byte: { long: ['字节'], short: [' B'], narrow: [' B'] },
  kilobyte: { long: ['千字节'], short: [' kB'], narrow: [' kB'] },
  megabyte: { long: ['兆字节'], short: [' MB'], narrow: [' MB'] },
  gigabyte: { long: ['吉字节'], short: [' GB'], narrow: [' GB'] },
  terabyte: { long: ['太字节'], short: [' TB'], narrow: [' TB'] },
  percent: { long: ['%'], short: ['%'], narrow: ['%'] },
  meter: { long: ['米'], short: ['米'], narrow: ['米'] },
  kilometer: { long: ['公里'], short: ['公里'], narrow: ['公里'] },
  gram: { long: ['克'], short: [' g'], narrow: ['g'] },
  kilogram: { long: ['千克'], short: [' kg'], narrow: ['kg'] },
  celsius: { long: ['摄氏度'], short: ['°C'], narrow: ['°C'] },
  liter: { long: ['升'], short: ['升'], narrow: ['升'] },
};
