'use strict';

/**
 * Node's own tests, as Debian ships them: the source package `nodejs` of bookworm (18.20.4) has test/parallel. It is had with
 * apt-get, from a configuration of its own, so that no machine's sources are touched.
 */

const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');

const root = path.resolve(__dirname, '../../..');
const scratch = path.join(root, 'target/node-suite');
const PACKAGE = 'nodejs=18.20.4+dfsg-1~deb12u2';
const PARTS = [ 'common', 'fixtures', 'parallel' ];
/** Where Debian's packages come from. */
const SOURCES = 'deb-src http://deb.debian.org/debian bookworm main\n';

function download(folder) {
  const state = path.join(scratch, 'apt');
  for (const name of [ 'lists/partial', 'archives/partial' ]) fs.mkdirSync(path.join(state, name), { recursive: true });
  fs.writeFileSync(path.join(state, 'sources.list'), SOURCES);
  const settings = {
    'Dir::State': state,
    'Dir::State::lists': path.join(state, 'lists'),
    'Dir::Cache': state,
    'Dir::Etc::sourcelist': path.join(state, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    // It runs as whoever we are; apt's own user may not write here.
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([ name, value ]) => [ '-o', `${name}=${value}` ]);
  const apt = (...args) => execFileSync('apt-get', [ '-qq', ...options, ...args ], { cwd: folder, stdio: [ 'ignore', 2, 2 ] });
  fs.mkdirSync(folder, { recursive: true });
  apt('update');
  apt('--download-only', 'source', PACKAGE);
}

/** Puts our own `common` in the place of the suite's. */
function overlay(test) {
  for (const name of [ 'index.js', 'index.mjs' ]) fs.copyFileSync(path.join(__dirname, '../common', name), path.join(test, 'common', name));
}

/** The folder `test` of the suite, downloaded when it is not there yet. NODE_SUITE: one that is there already. */
function suite() {
  const test = path.join(scratch, 'src/test');
  const whole = path.join(scratch, 'src/whole');
  if (!fs.existsSync(whole)) {
    const folder = path.join(scratch, 'download');
    if (!process.env.NODE_SUITE) download(folder);
    const from = process.env.NODE_SUITE || folder;
    const archive = fs.readdirSync(from).find(name => name.endsWith('.orig.tar.xz') && !name.includes('orig-'));
    if (archive === undefined) throw new Error(`no source archive of nodejs in ${from}`);
    fs.mkdirSync(path.dirname(test), { recursive: true });
    const patterns = PARTS.map(part => `*/test/${part}`);
    execFileSync('tar', [ '-xf', path.join(from, archive), '--strip-components=1', '--wildcards', ...patterns ], { cwd: path.dirname(test) });
    fs.writeFileSync(whole, PACKAGE);
  }
  overlay(test);
  return test;
}

module.exports = { PACKAGE, root, scratch, suite };
