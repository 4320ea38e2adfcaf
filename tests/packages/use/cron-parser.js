const { parseExpression } = require('cron-parser');
const at = parseExpression('*/20 9-10 * * 1-5', { currentDate: '2020-02-28T10:30:00Z', tz: 'UTC' });
show(at.next().toISOString(), at.next().toISOString(), at.prev().toISOString(), parseExpression('0 0 29 2 *', { currentDate: '2021-01-01T00:00:00Z', utc: true }).next().toISOString());
try { parseExpression('61 * * * *'); } catch (error) { show(error.message); }
