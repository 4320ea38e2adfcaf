'use strict';

/** Installs what a package.json names. */

const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');
const { once } = require('events');

/** What version ranges are resolved as of. */
const RESOLVED_AS_OF = '2026-11-20';

/** Installs the dependencies of `folder`, after `before()`; what it has installed for the same package.json stays. */
async function install(folder, before = () => {}) {
  const wanted = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  const mark = `${folder}.installed`;
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted) return;
  before();
  const args = [ 'install', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', `--before=${RESOLVED_AS_OF}` ];
  const [ code ] = await once(spawn('npm', args, { cwd: folder, stdio: [ 'ignore', process.stderr, process.stderr ] }), 'exit');
  if (code !== 0) throw new Error(`npm could not install ${path.basename(folder)}`);
  fs.writeFileSync(mark, wanted);
}

module.exports = { install };
