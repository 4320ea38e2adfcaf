'use strict';

// A temporary folder for a test's files, gone when the process ends.

const fs = require('fs');
const os = require('os');
const path = require('path');
const { pathToFileURL } = require('url');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'modules-')));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

/** The path of `name` in the folder. */
const at = (name) => path.join(root, name);

/** Its URL. */
const url = (name) => pathToFileURL(at(name)).href;

/** Writes files, named by their paths in the folder; an object as JSON. */
function write(files) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), typeof text === 'string' ? text : JSON.stringify(text));
  }
}

module.exports = { root, at, url, write };
