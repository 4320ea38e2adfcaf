'use strict';

const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');

const root = path.resolve(__dirname, '../../..');
const bench = path.resolve(__dirname, '..');
/** Everything that a run makes or downloads: ignored by git, safe to delete. */
const scratch = path.join(root, 'target', 'bench');

/** The peers' own dependencies are taken as they were on this day, so that two runs compare the same code. */
const RESOLVED_AS_OF = '2026-11-20';

/** Runs a tool whose output goes to stderr, where progress belongs. */
function tool(program, args, cwd) {
  execFileSync(program, args, { cwd, stdio: [ 'ignore', process.stderr, process.stderr ] });
}

/** Builds what is needed of Coddle and of the bare hyper server in release form. */
function build({ coddle, hyper }) {
  if (coddle) tool('cargo', [ 'build', '--release', '-p', 'coddle' ], root);
  if (hyper) tool('cargo', [ 'build', '--release', '-p', 'coddle-tests', '--example', 'hyper-bare' ], root);
  return {
    coddle: path.join(root, 'target/release/coddle'),
    hyperBare: path.join(root, 'target/release/examples/hyper-bare'),
  };
}

/** Installs the peers of peers/package.json from npm unless the very same are there. */
function installPeers() {
  const wanted = fs.readFileSync(path.join(bench, 'peers/package.json'), 'utf8') + RESOLVED_AS_OF;
  const mark = path.join(scratch, 'node_modules/.installed');
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted) return;
  fs.mkdirSync(scratch, { recursive: true });
  fs.copyFileSync(path.join(bench, 'peers/package.json'), path.join(scratch, 'package.json'));
  tool('npm', [ 'install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', `--before=${RESOLVED_AS_OF}` ], scratch);
  fs.writeFileSync(mark, wanted);
}

/** Copies apps/ into the scratch folder `name`, so that nothing a server writes lands in the source tree. */
function copyApps(name) {
  const folder = path.join(scratch, 'servers', name);
  copyFolder(path.join(bench, 'apps'), folder);
  return folder;
}

/** Makes `to` a copy of the folder `from`, whatever was there before. */
function copyFolder(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true });
}

module.exports = { build, copyApps, copyFolder, installPeers, root, scratch };
