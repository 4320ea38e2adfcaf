'use strict';

/** The applications: how each is laid out and installed, what it is asked, and which starts it must refuse. */

const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');

const home = path.resolve(__dirname, '..');
const scratch = path.resolve(home, '../../target/real-input');
const BOILERPLATE = 'egg-boilerplate-simple@3.7.0';
/** What the applications' version ranges are resolved as of. */
const RESOLVED_AS_OF = '2026-11-20';

/** Lays the boilerplate out as its generator does: `_` taken off the names that npm would not pack, {{placeholders}} filled in. */
function layOutBoilerplate(folder) {
  const values = { name: 'boilerplate', description: 'made from npm', author: 'nobody', keys: '1700000000000_1234' };
  const download = path.join(scratch, 'download');
  fs.rmSync(download, { recursive: true, force: true });
  fs.mkdirSync(download, { recursive: true });
  const archive = execFileSync('npm', [ 'pack', '--silent', BOILERPLATE ], { cwd: download, encoding: 'utf8' }).trim();
  execFileSync('tar', [ '-xf', archive ], { cwd: download });
  const template = path.join(download, 'package/boilerplate');
  for (const entry of fs.readdirSync(template, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(folder, path.relative(template, entry.parentPath), entry.name.replace(/^_/, ''));
    const text = fs.readFileSync(from, 'utf8').replace(/\{\{\s*(\w+)\s*\}\}/g, (all, name) => values[name] ?? all);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, text);
  }
}

/** An application of ours, in apps/NAME, that is asked what requests/NAME.js lists. */
function ours(name, { servers = false } = {}) {
  const requests = require(`../requests/${name}`);
  return { name, servers, requests, refusals: requests.refusals || [], layOut: folder => fs.cpSync(path.join(home, 'apps', name), folder, { recursive: true }) };
}

/** `servers`: it needs Redis and MariaDB. */
const applications = [
  {
    name: 'boilerplate',
    servers: false,
    layOut: layOutBoilerplate,
    requests: [ { path: '/' }, { path: '/?a=1' }, { path: '/nothing' }, { method: 'POST', path: '/', body: '{}' } ],
    refusals: [],
  },
  ours('packages'),
  ours('plugins'),
  ours('data', { servers: true }),
];

/** Makes the folder of an application with its dependencies; what npm installed for the same package.json before stays. */
function install({ name, layOut }, progress) {
  const folder = path.join(scratch, name);
  fs.mkdirSync(folder, { recursive: true });
  for (const entry of fs.readdirSync(folder)) {
    if (entry !== 'node_modules') fs.rmSync(path.join(folder, entry), { recursive: true });
  }
  layOut(folder);
  const wanted = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  const mark = path.join(scratch, `${name}.installed`);
  if (!fs.existsSync(mark) || fs.readFileSync(mark, 'utf8') !== wanted) {
    progress(`installing ${name}`);
    const args = [ 'install', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', `--before=${RESOLVED_AS_OF}` ];
    execFileSync('npm', args, { cwd: folder, stdio: [ 'ignore', process.stderr, process.stderr ] });
    fs.writeFileSync(mark, wanted);
  }
  return folder;
}

module.exports = { applications, install, scratch };
