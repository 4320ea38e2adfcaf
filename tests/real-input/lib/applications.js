'use strict';

/** The applications: how each is laid out and installed, what it is asked, and which starts it must refuse. */

const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const npm = require('../../lib/npm');

const home = path.resolve(__dirname, '..');
const scratch = path.resolve(home, '../../target/real-input');
const BOILERPLATE = 'egg-boilerplate-simple@3.7.0';

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
function ours(name, { servers = [], workers = 1 } = {}) {
  const requests = require(`../requests/${name}`);
  return { name, servers, workers, requests, refusals: requests.refusals || [], layOut: folder => fs.cpSync(path.join(home, 'apps', name), folder, { recursive: true }) };
}

/** `servers`: the databases that it needs; `workers`: how many serve it, those of one client address by one where there are several. */
const applications = [
  {
    name: 'boilerplate',
    servers: [],
    workers: 1,
    layOut: layOutBoilerplate,
    requests: [ { path: '/' }, { path: '/?a=1' }, { path: '/nothing' }, { method: 'POST', path: '/', body: '{}' } ],
    refusals: [],
  },
  ours('packages'),
  ours('plugins'),
  ours('forum', { servers: [ 'mariadb', 'mongodb' ] }),
  ours('rooms', { servers: [ 'redis', 'mariadb' ], workers: 2 }),
  ours('data', { servers: [ 'redis', 'mariadb', 'mongodb' ] }),
];

/** Makes the folder of an application with its dependencies; what npm installed for the same package.json before stays. */
async function install({ name, layOut }, progress) {
  const folder = path.join(scratch, name);
  fs.mkdirSync(folder, { recursive: true });
  for (const entry of fs.readdirSync(folder)) {
    if (entry !== 'node_modules') fs.rmSync(path.join(folder, entry), { recursive: true });
  }
  layOut(folder);
  await npm.install(folder, () => progress(`installing ${name}`));
  return folder;
}

module.exports = { applications, install, scratch };
