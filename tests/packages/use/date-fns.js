const df = require('date-fns');
const { zhCN } = require('date-fns/locale');
const x = new Date(Date.UTC(2024, 1, 29, 13, 5));
show(
  df.format(x, 'yyyy-MM-dd HH:mm:ss EEEE do QQQ', { locale: zhCN }), df.format(x, "PPPPpp"), df.addMonths(x, 12),
  df.formatDistance(x, df.subDays(x, 40), { addSuffix: true, locale: zhCN }), df.parse('29/02/2024', 'dd/MM/yyyy', new Date(0)),
  df.isValid(df.parseISO('x')), df.eachDayOfInterval({ start: x, end: df.addDays(x, 2) }),
  df.differenceInBusinessDays(df.addDays(x, 10), x), df.intlFormat(x, { year: 'numeric', month: 'long' }, { locale: 'en-US' })
);
