const prom = require('prom-client');
(async () => {
  const c = new prom.Counter({ name: 'c_total', help: 'h', labelNames: [ 'm' ] });
  c.inc({ m: 'GET' }, 2);
  const h = new prom.Histogram({ name: 'h', help: 'h', buckets: [ 0.1, 1 ] });
  h.observe(0.5);
  new prom.Gauge({ name: 'g', help: 'g', collect() { this.set(3); } });
  new prom.Summary({ name: 's', help: 's', percentiles: [ 0.5 ] }).observe(2);
  console.log(await prom.register.metrics());
  prom.register.clear();
  prom.collectDefaultMetrics();
  await new Promise(r => setTimeout(r, 20));
  show((await prom.register.metrics()).split('\n').filter(x => x.startsWith('# TYPE')).sort());
  prom.register.clear();
})();
