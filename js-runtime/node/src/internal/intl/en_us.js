'use strict';

/** How en-US writes dates, numbers, lists and times ago: recorded from Node 20. See `internal/intl/dates` for the patterns. */

exports.months = {
  long: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  short: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  narrow: ['J', 'F', 'M', 'A', 'M', 'J', 'J', 'A', 'S', 'O', 'N', 'D'],
  alone: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};

exports.weekdays = {
  long: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  short: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  narrow: ['S', 'M', 'T', 'W', 'T', 'F', 'S'],
};

exports.eras = { long: ['Anno Domini', 'Before Christ'], short: ['AD', 'BC'], narrow: ['A', 'B'] };

exports.dayPeriods = ['AM', 'PM'];

exports.dateOf = {
  '---n': 'd', '---2': 'dd', '--n-': 'M', '--nn': 'M/d', '--n2': 'M/dd', '--2-': 'MM', '--2n': 'MM/d', '--22': 'MM/dd', '--s-': 'MMM',
  '--sn': 'MMM d', '--s2': 'MMM dd', '--l-': 'MMMM', '--ln': 'MMMM d', '--l2': 'MMMM dd', '--N-': 'MMMMM', '--Nn': 'MMMMM d',
  '--N2': 'MMMMM dd', '-n--': 'y', '-n-n': 'y\' (day: \'d)', '-n-2': 'y\' (day: \'dd)', '-nn-': 'M/y', '-nnn': 'M/d/y', '-nn2': 'M/dd/y',
  '-n2-': 'MM/y', '-n2n': 'MM/d/y', '-n22': 'MM/dd/y', '-ns-': 'MMM y', '-nsn': 'MMM d, y', '-ns2': 'MMM dd, y', '-nl-': 'MMMM y',
  '-nln': 'MMMM d, y', '-nl2': 'MMMM dd, y', '-nN-': 'MMMMM y', '-nNn': 'MMMMM d, y', '-nN2': 'MMMMM dd, y', '-2--': 'yy', '-2-n': 'd yy',
  '-2-2': 'yy\' (day: \'dd)', '-2n-': 'M/yy', '-2nn': 'M/d/yy', '-2n2': 'M/dd/yy', '-22-': 'MM/yy', '-22n': 'MM/d/yy', '-222': 'MM/dd/yy',
  '-2s-': 'MMM yy', '-2sn': 'MMM d, yy', '-2s2': 'MMM dd, yy', '-2l-': 'MMMM yy', '-2ln': 'MMMM d, yy', '-2l2': 'MMMM dd, yy',
  '-2N-': 'MMMMM yy', '-2Nn': 'MMMMM d, yy', '-2N2': 'MMMMM dd, yy', 's---': 'EEE', 's--n': 'd EEE', 's--2': 'dd EEE', 's-n-': 'M EEE',
  's-nn': 'EEE, M/d', 's-n2': 'EEE, M/dd', 's-2-': 'EEE\' (month: \'MM)', 's-2n': 'EEE, MM/d', 's-22': 'EEE, MM/dd', 's-s-': 'MMM EEE',
  's-sn': 'EEE, MMM d', 's-s2': 'EEE, MMM dd', 's-l-': 'EEE\' (month: \'MMMM)', 's-ln': 'EEE, MMMM d', 's-l2': 'EEE, MMMM dd',
  's-N-': 'EEE\' (month: \'MMMMM)', 's-Nn': 'EEE, MMMMM d', 's-N2': 'EEE, MMMMM dd', 'sn--': 'y EEE', 'sn-n': 'd EEE y',
  'sn-2': 'dd EEE y', 'snn-': 'M/y EEE', snnn: 'EEE, M/d/y', snn2: 'EEE, M/dd/y', 'sn2-': 'MM/y EEE', sn2n: 'EEE, MM/d/y',
  sn22: 'EEE, MM/dd/y', 'sns-': 'MMM y EEE', snsn: 'EEE, MMM d, y', sns2: 'EEE, MMM dd, y', 'snl-': 'MMMM y EEE', snln: 'EEE, MMMM d, y',
  snl2: 'EEE, MMMM dd, y', 'snN-': 'MMMMM y EEE', snNn: 'EEE, MMMMM d, y', snN2: 'EEE, MMMMM dd, y', 's2--': 'EEE yy', 's2-n': 'd EEE yy',
  's2-2': 'dd EEE yy', 's2n-': 'M/yy EEE', s2nn: 'EEE, M/d/yy', s2n2: 'EEE, M/dd/yy', 's22-': 'MM/yy EEE', s22n: 'EEE, MM/d/yy',
  s222: 'EEE, MM/dd/yy', 's2s-': 'MMM yy EEE', s2sn: 'EEE, MMM d, yy', s2s2: 'EEE, MMM dd, yy', 's2l-': 'MMMM yy EEE',
  s2ln: 'EEE, MMMM d, yy', s2l2: 'EEE, MMMM dd, yy', 's2N-': 'MMMMM yy EEE', s2Nn: 'EEE, MMMMM d, yy', s2N2: 'EEE, MMMMM dd, yy',
  'l---': 'EEEE', 'l--n': 'd EEEE', 'l--2': 'dd EEEE', 'l-n-': 'M EEEE', 'l-nn': 'EEEE, M/d', 'l-n2': 'EEEE, M/dd', 'l-2-': 'MM EEEE',
  'l-2n': 'EEEE, MM/d', 'l-22': 'EEEE, MM/dd', 'l-s-': 'MMM EEEE', 'l-sn': 'EEEE, MMM d', 'l-s2': 'EEEE, MMM dd', 'l-l-': 'MMMM EEEE',
  'l-ln': 'EEEE, MMMM d', 'l-l2': 'EEEE, MMMM dd', 'l-N-': 'EEEE\' (month: \'MMMMM)', 'l-Nn': 'EEEE, MMMMM d', 'l-N2': 'EEEE, MMMMM dd',
  'ln--': 'y EEEE', 'ln-n': 'd EEEE y', 'ln-2': 'dd EEEE y', 'lnn-': 'M/y EEEE', lnnn: 'EEEE, M/d/y', lnn2: 'EEEE, M/dd/y',
  'ln2-': 'MM/y EEEE', ln2n: 'EEEE, MM/d/y', ln22: 'EEEE, MM/dd/y', 'lns-': 'MMM y EEEE', lnsn: 'EEEE, MMM d, y', lns2: 'EEEE, MMM dd, y',
  'lnl-': 'MMMM y EEEE', lnln: 'EEEE, MMMM d, y', lnl2: 'EEEE, MMMM dd, y', 'lnN-': 'MMMMM y EEEE', lnNn: 'EEEE, MMMMM d, y',
  lnN2: 'EEEE, MMMMM dd, y', 'l2--': 'yy EEEE', 'l2-n': 'd EEEE yy', 'l2-2': 'dd EEEE yy', 'l2n-': 'M/yy EEEE', l2nn: 'EEEE, M/d/yy',
  l2n2: 'EEEE, M/dd/yy', 'l22-': 'MM/yy EEEE', l22n: 'EEEE, MM/d/yy', l222: 'EEEE, MM/dd/yy', 'l2s-': 'MMM yy EEEE',
  l2sn: 'EEEE, MMM d, yy', l2s2: 'EEEE, MMM dd, yy', 'l2l-': 'MMMM yy EEEE', l2ln: 'EEEE, MMMM d, yy', l2l2: 'EEEE, MMMM dd, yy',
  'l2N-': 'MMMMM yy EEEE', l2Nn: 'EEEE, MMMMM d, yy', l2N2: 'EEEE, MMMMM dd, yy', 'N---': 'EEEEE', 'N--n': 'd EEEEE', 'N--2': 'dd EEEEE',
  'N-n-': 'M EEEEE', 'N-nn': 'EEEEE, M/d', 'N-n2': 'EEEEE, M/dd', 'N-2-': 'MM EEEEE', 'N-2n': 'EEEEE, MM/d', 'N-22': 'EEEEE, MM/dd',
  'N-s-': 'MMM EEEEE', 'N-sn': 'EEEEE, MMM d', 'N-s2': 'EEEEE, MMM dd', 'N-l-': 'MMMM EEEEE', 'N-ln': 'EEEEE, MMMM d',
  'N-l2': 'EEEEE, MMMM dd', 'N-N-': 'MMMMM EEEEE', 'N-Nn': 'EEEEE, MMMMM d', 'N-N2': 'EEEEE, MMMMM dd', 'Nn--': 'y EEEEE',
  'Nn-n': 'd EEEEE y', 'Nn-2': 'dd EEEEE y', 'Nnn-': 'M/y EEEEE', Nnnn: 'EEEEE, M/d/y', Nnn2: 'EEEEE, M/dd/y', 'Nn2-': 'MM/y EEEEE',
  Nn2n: 'EEEEE, MM/d/y', Nn22: 'EEEEE, MM/dd/y', 'Nns-': 'MMM y EEEEE', Nnsn: 'EEEEE, MMM d, y', Nns2: 'EEEEE, MMM dd, y',
  'Nnl-': 'MMMM y EEEEE', Nnln: 'EEEEE, MMMM d, y', Nnl2: 'EEEEE, MMMM dd, y', 'NnN-': 'MMMMM y EEEEE', NnNn: 'EEEEE, MMMMM d, y',
  NnN2: 'EEEEE, MMMMM dd, y', 'N2--': 'yy EEEEE', 'N2-n': 'd EEEEE yy', 'N2-2': 'dd EEEEE yy', 'N2n-': 'M/yy EEEEE',
  N2nn: 'EEEEE, M/d/yy', N2n2: 'EEEEE, M/dd/yy', 'N22-': 'MM/yy EEEEE', N22n: 'EEEEE, MM/d/yy', N222: 'EEEEE, MM/dd/yy',
  'N2s-': 'MMM yy EEEEE', N2sn: 'EEEEE, MMM d, yy', N2s2: 'EEEEE, MMM dd, yy', 'N2l-': 'MMMM yy EEEEE', N2ln: 'EEEEE, MMMM d, yy',
  N2l2: 'EEEEE, MMMM dd, yy', 'N2N-': 'MMMMM yy EEEEE', N2Nn: 'EEEEE, MMMMM d, yy', N2N2: 'EEEEE, MMMMM dd, yy',
};

exports.timeOf = {
  'a--n': 's', 'a--2': 's', 'a-n-': 'm', 'a-nn': 'mm:ss', 'a-n2': 'mm:ss', 'a-2-': 'm', 'a-2n': 'mm:ss', 'a-22': 'mm:ss',
  'an--': 'h\u202fa', 'an-n': 'h\u202fa\' (second: \'s)', 'an-2': 'h\u202fa\' (second: \'s)', 'ann-': 'h:mm\u202fa',
  annn: 'h:mm:ss\u202fa', ann2: 'h:mm:ss\u202fa', 'an2-': 'h:mm\u202fa', an2n: 'h:mm:ss\u202fa', an22: 'h:mm:ss\u202fa',
  'a2--': 'hh\u202fa', 'a2-n': 'hh\u202fa\' (second: \'s)', 'a2-2': 'hh\u202fa\' (second: \'s)', 'a2n-': 'hh:mm\u202fa',
  a2nn: 'hh:mm:ss\u202fa', a2n2: 'hh:mm:ss\u202fa', 'a22-': 'hh:mm\u202fa', a22n: 'hh:mm:ss\u202fa', a222: 'hh:mm:ss\u202fa', 'b--n': 's',
  'b--2': 's', 'b-n-': 'm', 'b-nn': 'mm:ss', 'b-n2': 'mm:ss', 'b-2-': 'm', 'b-2n': 'mm:ss', 'b-22': 'mm:ss', 'bn--': 'hh',
  'bn-n': 'hh\' (second: \'s)', 'bn-2': 'hh\' (second: \'s)', 'bnn-': 'hh:mm', bnnn: 'hh:mm:ss', bnn2: 'hh:mm:ss', 'bn2-': 'hh:mm',
  bn2n: 'hh:mm:ss', bn22: 'hh:mm:ss', 'b2--': 'hh', 'b2-n': 's\' (hour: \'hh)', 'b2-2': 'hh\' (second: \'s)', 'b2n-': 'hh:mm',
  b2nn: 'hh:mm:ss', b2n2: 'hh:mm:ss', 'b22-': 'hh:mm', b22n: 'hh:mm:ss', b222: 'hh:mm:ss', 'c--n': 's', 'c--2': 's', 'c-n-': 'm',
  'c-nn': 'mm:ss', 'c-n2': 'mm:ss', 'c-2-': 'm', 'c-2n': 'mm:ss', 'c-22': 'mm:ss', 'cn--': 'hh', 'cn-n': 's\' (hour: \'hh)',
  'cn-2': 's\' (hour: \'hh)', 'cnn-': 'hh:mm', cnnn: 'hh:mm:ss', cnn2: 'hh:mm:ss', 'cn2-': 'hh:mm', cn2n: 'hh:mm:ss', cn22: 'hh:mm:ss',
  'c2--': 'hh', 'c2-n': 's\' (hour: \'hh)', 'c2-2': 's\' (hour: \'hh)', 'c2n-': 'hh:mm', c2nn: 'hh:mm:ss', c2n2: 'hh:mm:ss',
  'c22-': 'hh:mm', c22n: 'hh:mm:ss', c222: 'hh:mm:ss', 't--n': 's', 't--2': 's', 't-n-': 'm', 't-nn': 'mm:ss', 't-n2': 'mm:ss',
  't-2-': 'm', 't-2n': 'mm:ss', 't-22': 'mm:ss', 'tn--': 'h\u202fa', 'tn-n': 'h\u202fa\' (second: \'s)',
  'tn-2': 'h\u202fa\' (second: \'s)', 'tnn-': 'h:mm\u202fa', tnnn: 'h:mm:ss\u202fa', tnn2: 'h:mm:ss\u202fa', 'tn2-': 'h:mm\u202fa',
  tn2n: 'h:mm:ss\u202fa', tn22: 'h:mm:ss\u202fa', 't2--': 'hh\u202fa', 't2-n': 'hh\u202fa\' (second: \'s)',
  't2-2': 'hh\u202fa\' (second: \'s)', 't2n-': 'hh:mm\u202fa', t2nn: 'hh:mm:ss\u202fa', t2n2: 'hh:mm:ss\u202fa', 't22-': 'hh:mm\u202fa',
  t22n: 'hh:mm:ss\u202fa', t222: 'hh:mm:ss\u202fa', 'f--n': 's', 'f--2': 's', 'f-n-': 'm', 'f-nn': 'mm:ss', 'f-n2': 'mm:ss', 'f-2-': 'm',
  'f-2n': 'mm:ss', 'f-22': 'mm:ss', 'fn--': 'hh', 'fn-n': 's\' (hour: \'hh)', 'fn-2': 's\' (hour: \'hh)', 'fnn-': 'hh:mm',
  fnnn: 'hh:mm:ss', fnn2: 'hh:mm:ss', 'fn2-': 'hh:mm', fn2n: 'hh:mm:ss', fn22: 'hh:mm:ss', 'f2--': 'hh', 'f2-n': 's\' (hour: \'hh)',
  'f2-2': 's\' (hour: \'hh)', 'f2n-': 'hh:mm', f2nn: 'hh:mm:ss', f2n2: 'hh:mm:ss', 'f22-': 'hh:mm', f22n: 'hh:mm:ss', f222: 'hh:mm:ss',
};

exports.dateStyles = {
  full: 'EEEE, MMMM d, y', long: 'MMMM d, y', medium: 'MMM d, y', short: 'M/d/yy',
};

exports.timeStyles = {
  full: 'h:mm:ss\u202fa z', full24: 'hh:mm:ss z', long: 'h:mm:ss\u202fa z', long24: 'hh:mm:ss z', medium: 'h:mm:ss\u202fa',
  medium24: 'hh:mm:ss', short: 'h:mm\u202fa', short24: 'hh:mm',
};

exports.currencies = {
  AUD: 'A$', BRL: 'R$', CAD: 'CA$', CNY: 'CN¥', EUR: '€', GBP: '£', HKD: 'HK$', ILS: '₪', INR: '₹', JPY: '¥', KRW: '₩', MXN: 'MX$',
  NZD: 'NZ$', PHP: '₱', TWD: 'NT$', USD: '$', VND: '₫', XAF: 'FCFA', XCD: 'EC$', XCG: 'Cg.', XOF: 'F\u202fCFA', XPF: 'CFPF',
};

exports.narrowCurrencies = {
  AFN: '؋', AMD: '֏', AOA: 'Kz', ARS: '$', AUD: '$', AZN: '₼', BAM: 'KM', BBD: '$', BDT: '৳', BMD: '$', BND: '$', BOB: 'Bs', BSD: '$',
  BWP: 'P', BZD: '$', CAD: '$', CLP: '$', CNY: '¥', COP: '$', CRC: '₡', CUC: '$', CUP: '$', CZK: 'Kč', DKK: 'kr', DOP: '$', EGP: 'E£',
  FJD: '$', FKP: '£', GEL: '₾', GHS: 'GH₵', GIP: '£', GNF: 'FG', GTQ: 'Q', GYD: '$', HKD: '$', HNL: 'L', HRK: 'kn', HUF: 'Ft', IDR: 'Rp',
  ISK: 'kr', JMD: '$', KGS: '⃀', KHR: '៛', KMF: 'CF', KPW: '₩', KYD: '$', KZT: '₸', LAK: '₭', LBP: 'L£', LKR: 'Rs', LRD: '$', MGA: 'Ar',
  MMK: 'K', MNT: '₮', MUR: 'Rs', MXN: '$', MYR: 'RM', NAD: '$', NGN: '₦', NIO: 'C$', NOK: 'kr', NPR: 'Rs', NZD: '$', PKR: 'Rs', PLN: 'zł',
  PYG: '₲', RON: 'lei', RUB: '₽', RWF: 'RF', SBD: '$', SEK: 'kr', SGD: '$', SHP: '£', SRD: '$', SSP: '£', STN: 'Db', SYP: '£', THB: '฿',
  TOP: 'T$', TRY: '₺', TTD: '$', TWD: '$', UAH: '₴', UYU: '$', XCD: '$', ZAR: 'R', ZMW: 'ZK',
};

exports.lists = {
  'conjunction long': [' and ', ', ', ', and '],
  'conjunction short': [' & ', ', ', ', & '],
  'conjunction narrow': [', ', ', ', ', '],
  'disjunction long': [' or ', ', ', ', or '],
  'disjunction short': [' or ', ', ', ', or '],
  'disjunction narrow': [' or ', ', ', ', or '],
  'unit long': [', ', ', ', ', '],
  'unit short': [', ', ', ', ', '],
  'unit narrow': [' ', ' ', ' '],
};

exports.relatives = {
  'second long': { future: ['in # second', 'in # seconds'], past: ['# second ago', '# seconds ago'], auto: { 0: 'now' } },
  'minute long': { future: ['in # minute', 'in # minutes'], past: ['# minute ago', '# minutes ago'], auto: { 0: 'this minute' } },
  'hour long': { future: ['in # hour', 'in # hours'], past: ['# hour ago', '# hours ago'], auto: { 0: 'this hour' } },
  'day long': { future: ['in # day', 'in # days'], past: ['# day ago', '# days ago'], auto: { 0: 'today', 1: 'tomorrow', '-1': 'yesterday' } },
  'week long': { future: ['in # week', 'in # weeks'], past: ['# week ago', '# weeks ago'], auto: { 0: 'this week', 1: 'next week', '-1': 'last week' } },
  'month long': { future: ['in # month', 'in # months'], past: ['# month ago', '# months ago'], auto: { 0: 'this month', 1: 'next month', '-1': 'last month' } },
  'quarter long': { future: ['in # quarter', 'in # quarters'], past: ['# quarter ago', '# quarters ago'], auto: { 0: 'this quarter', 1: 'next quarter', '-1': 'last quarter' } },
  'year long': { future: ['in # year', 'in # years'], past: ['# year ago', '# years ago'], auto: { 0: 'this year', 1: 'next year', '-1': 'last year' } },
  'second short': { future: ['in # sec.', 'in # sec.'], past: ['# sec. ago', '# sec. ago'], auto: { 0: 'now' } },
  'minute short': { future: ['in # min.', 'in # min.'], past: ['# min. ago', '# min. ago'], auto: { 0: 'this minute' } },
  'hour short': { future: ['in # hr.', 'in # hr.'], past: ['# hr. ago', '# hr. ago'], auto: { 0: 'this hour' } },
  'day short': { future: ['in # day', 'in # days'], past: ['# day ago', '# days ago'], auto: { 0: 'today', 1: 'tomorrow', '-1': 'yesterday' } },
  'week short': { future: ['in # wk.', 'in # wk.'], past: ['# wk. ago', '# wk. ago'], auto: { 0: 'this wk.', 1: 'next wk.', '-1': 'last wk.' } },
  'month short': { future: ['in # mo.', 'in # mo.'], past: ['# mo. ago', '# mo. ago'], auto: { 0: 'this mo.', 1: 'next mo.', '-1': 'last mo.' } },
  'quarter short': { future: ['in # qtr.', 'in # qtrs.'], past: ['# qtr. ago', '# qtrs. ago'], auto: { 0: 'this qtr.', 1: 'next qtr.', '-1': 'last qtr.' } },
  'year short': { future: ['in # yr.', 'in # yr.'], past: ['# yr. ago', '# yr. ago'], auto: { 0: 'this yr.', 1: 'next yr.', '-1': 'last yr.' } },
  'second narrow': { future: ['in #s', 'in #s'], past: ['#s ago', '#s ago'], auto: { 0: 'now' } },
  'minute narrow': { future: ['in #m', 'in #m'], past: ['#m ago', '#m ago'], auto: { 0: 'this minute' } },
  'hour narrow': { future: ['in #h', 'in #h'], past: ['#h ago', '#h ago'], auto: { 0: 'this hour' } },
  'day narrow': { future: ['in #d', 'in #d'], past: ['#d ago', '#d ago'], auto: { 0: 'today', 1: 'tomorrow', '-1': 'yesterday' } },
  'week narrow': { future: ['in #w', 'in #w'], past: ['#w ago', '#w ago'], auto: { 0: 'this wk.', 1: 'next wk.', '-1': 'last wk.' } },
  'month narrow': { future: ['in #mo', 'in #mo'], past: ['#mo ago', '#mo ago'], auto: { 0: 'this mo.', 1: 'next mo.', '-1': 'last mo.' } },
  'quarter narrow': { future: ['in #q', 'in #q'], past: ['#q ago', '#q ago'], auto: { 0: 'this qtr.', 1: 'next qtr.', '-1': 'last qtr.' } },
  'year narrow': { future: ['in #y', 'in #y'], past: ['#y ago', '#y ago'], auto: { 0: 'this yr.', 1: 'next yr.', '-1': 'last yr.' } },
};

/** What stands behind a number with its unit: with one, and with any other number, where these differ. */
exports.units = {
  year: { long: [' year', ' years'], short: [' yr', ' yrs'], narrow: ['y'] },
  month: { long: [' month', ' months'], short: [' mth', ' mths'], narrow: ['m'] },
  week: { long: [' week', ' weeks'], short: [' wk', ' wks'], narrow: ['w'] },
  day: { long: [' day', ' days'], short: [' day', ' days'], narrow: ['d'] },
  hour: { long: [' hour', ' hours'], short: [' hr'], narrow: ['h'] },
  minute: { long: [' minute', ' minutes'], short: [' min'], narrow: ['m'] },
  second: { long: [' second', ' seconds'], short: [' sec'], narrow: ['s'] },
  millisecond: { long: [' millisecond', ' milliseconds'], short: [' ms'], narrow: ['ms'] },
  bit: { long: [' bit', ' bits'], short: [' bit'], narrow: ['bit'] },
  byte: { long: [' byte', ' bytes'], short: [' byte'], narrow: ['B'] },
  kilobyte: { long: [' kilobyte', ' kilobytes'], short: [' kB'], narrow: ['kB'] },
  megabyte: { long: [' megabyte', ' megabytes'], short: [' MB'], narrow: ['MB'] },
  gigabyte: { long: [' gigabyte', ' gigabytes'], short: [' GB'], narrow: ['GB'] },
  terabyte: { long: [' terabyte', ' terabytes'], short: [' TB'], narrow: ['TB'] },
  percent: { long: [' percent'], short: ['%'], narrow: ['%'] },
  meter: { long: [' meter', ' meters'], short: [' m'], narrow: ['m'] },
  kilometer: { long: [' kilometer', ' kilometers'], short: [' km'], narrow: ['km'] },
  gram: { long: [' gram', ' grams'], short: [' g'], narrow: ['g'] },
  kilogram: { long: [' kilogram', ' kilograms'], short: [' kg'], narrow: ['kg'] },
  celsius: { long: [' degree Celsius', ' degrees Celsius'], short: ['°C'], narrow: ['°C'] },
  liter: { long: [' liter', ' liters'], short: [' L'], narrow: ['L'] },
};
