const fs = require('fs');
const path = require('path');
// What a package with native code does when it loads.
const folder = fs.mkdtempSync(path.join(require('os').tmpdir(), 'add-on-'));
fs.mkdirSync(path.join(folder, 'node_modules/picture/build'), { recursive: true });
fs.writeFileSync(path.join(folder, 'node_modules/picture/build/picture.node'), '');
fs.writeFileSync(path.join(folder, 'node_modules/picture/index.js'), 'module.exports = require("./build/picture.node")');
try { require(path.join(folder, 'node_modules/picture')); } catch (error) { show(error.code); }
fs.rmSync(folder, { recursive: true });
