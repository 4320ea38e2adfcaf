const { SourceMapConsumer, SourceMapGenerator, SourceNode } = require('source-map');
(async () => {
  const made = new SourceMapGenerator({ file: 'out.js' });
  for (let line = 1; line <= 50; line++) made.addMapping({ source: 'in.ts', original: { line: line * 2, column: line % 7 }, generated: { line, column: line % 5 }, name: `n${line}` });
  made.setSourceContent('in.ts', 'the source');
  await SourceMapConsumer.with(made.toJSON(), null, map => {
    show(map.originalPositionFor({ line: 7, column: 3 }), map.generatedPositionFor({ source: 'in.ts', line: 20, column: 3 }), map.allGeneratedPositionsFor({ source: 'in.ts', line: 8, column: 4 }));
    let count = 0;
    map.eachMapping(() => count++);
    show(count, map.sources, map.sourceContentFor('in.ts'));
    map.computeColumnSpans();
  });
  const node = new SourceNode(1, 2, 'a.js', [ 'x', new SourceNode(2, 3, 'b.js', 'y\n') ]);
  show(node.toStringWithSourceMap({ file: 'c.js' }).map.toString());
  await new SourceMapConsumer({ version: 3, sources: [ 'a' ], names: [], mappings: '!!' }).then(map => map.originalPositionFor({ line: 1, column: 0 })).catch(error => show(error.message));
})();
