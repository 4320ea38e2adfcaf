'use strict';

// What globby 11 gives for the same patterns over the same files, as egg's loader uses it. (LOAD-062)
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const glob = surface('internal/egg/glob');

const files = [ 'b.js', 'a.ts', 'a.d.ts', 'c.json', '.hidden.js', 'sub/z.js', 'sub/deep/y.js', 'sub.js', '.git/x.js', 'a_b/q.js' ];

assert.deepStrictEqual(glob.filter([ '**/*.js' ], files), [ 'b.js', 'sub.js', 'sub/z.js', 'a_b/q.js', 'sub/deep/y.js' ]);
assert.deepStrictEqual(glob.filter([ '**/*.js', '!sub/**' ], files), [ 'b.js', 'sub.js', 'a_b/q.js' ]);
assert.deepStrictEqual(glob.filter([ '!sub/**', '**/z.js' ], files), [ 'sub/z.js' ]);
assert.deepStrictEqual(glob.filter([ '**/*.(js|ts)', '!**/*.d.ts' ], files).includes('a.d.ts'), false);
assert.deepStrictEqual(glob.filter([ '*.{ts,json}' ], files), [ 'a.ts', 'a.d.ts', 'c.json' ]);
assert.deepStrictEqual(glob.filter([ '?.js' ], files), [ 'b.js' ]);
assert.deepStrictEqual(glob.filter([ '[a-b]*.js' ], files), [ 'b.js' ]);
assert.deepStrictEqual(glob.filter([ '@(b|sub).js' ], files), [ 'b.js', 'sub.js' ]);
assert.deepStrictEqual(glob.filter([ '?(s)ub.js', '+(b|c).js' ], files), [ 'sub.js', 'b.js' ]);
// an exclamation mark in front always takes away
assert.deepStrictEqual(glob.filter([ '!(b).js' ], files), []);
assert.deepStrictEqual(glob.filter([ '.*.js' ], files), [ '.hidden.js' ]);
assert.deepStrictEqual(glob.filter([ 'sub/**' ], files), [ 'sub/z.js', 'sub/deep/y.js' ]);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coddle-glob-'));
try {
  for (const file of files) {
    fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), '');
  }
  assert.deepStrictEqual(glob.sync([ '**/*.js' ], folder), [ 'b.js', 'sub.js', 'a_b/q.js', 'sub/z.js', 'sub/deep/y.js' ]);
  // the name of a directory stands for what is in it
  assert.deepStrictEqual(glob.sync([ 'sub' ], folder), [ 'sub/z.js', 'sub/deep/y.js' ]);
  assert.deepStrictEqual(glob.sync([ '**/*.js' ], path.join(folder, 'absent')), []);
} finally {
  fs.rmSync(folder, { recursive: true });
}
