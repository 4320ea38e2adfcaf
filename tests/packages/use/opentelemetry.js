const api = require('@opentelemetry/api');
const { NodeTracerProvider, SimpleSpanProcessor, InMemorySpanExporter } = require('@opentelemetry/sdk-trace-node');
(async () => {
  const ex = new InMemorySpanExporter();
  const p = new NodeTracerProvider();
  p.addSpanProcessor(new SimpleSpanProcessor(ex));
  p.register();
  const t = api.trace.getTracer('t');
  await t.startActiveSpan('outer', async s => {
    await new Promise(r => setTimeout(r, 1));
    await t.startActiveSpan('inner', async i => {
      i.setAttribute('a', 'é');
      i.addEvent('e');
      await null;
      i.recordException(new Error('x'));
      i.setStatus({ code: 2 });
      i.end();
    });
    const c = {};
    api.propagation.inject(api.context.active(), c);
    show(Object.keys(c), c.traceparent.length, c.traceparent.includes(s.spanContext().traceId));
    s.end();
  });
  const sp = ex.getFinishedSpans();
  show(sp.map(s => [ s.name, s.attributes, s.events.length, s.status, !!s.parentSpanId ]), sp[0].parentSpanId === sp[1].spanContext().spanId);
  await p.shutdown();
})();
