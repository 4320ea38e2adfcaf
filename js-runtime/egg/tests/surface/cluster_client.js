'use strict';

// Which `cluster-client` an application gets, and what it does outside of egg. (CLU-060)
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { createRequire } = require('module');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cluster-client-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'app.js');

// Without one of its own.
const cluster = createRequire(file)('cluster-client');
assert.deepStrictEqual(Object.keys(cluster).sort(), [ 'APIClientBase', 'close' ]);
class Client {}
assert.throws(() => cluster(Client, { port: 7777 }), { code: 'ERR_CODDLE_NOT_BUILT', message: /pass `cluster: app\.cluster`/ });
assert.ok(cluster(Client, { singleMode: true }).create().isClusterClientLeader);
assert.throws(() => createRequire(file)('cluster-client/lib/client'), { code: 'MODULE_NOT_FOUND' });
assert.throws(() => createRequire(file)('internal/packages/cluster-client'), { code: 'MODULE_NOT_FOUND' });

// With one.
fs.mkdirSync(path.join(folder, 'node_modules/cluster-client'), { recursive: true });
fs.writeFileSync(path.join(folder, 'node_modules/cluster-client/index.js'), 'module.exports = "its own";');
assert.strictEqual(createRequire(file)('cluster-client'), 'its own');
