'use strict';

/**
 * Redis, MariaDB and PostgreSQL for the packages and plugins that speak to them, and a stand-in for MongoDB (mongodb/server.js): each started
 * on a free port in a temporary folder, and stopped after.
 */

const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { execFileSync, spawn } = require('child_process');
const npm = require('./npm');

/** Where Debian puts PostgreSQL's programs, which are not on the PATH. */
const FOLDERS = [ ...process.env.PATH.split(':'), '/usr/sbin', ...list('/usr/lib/postgresql').map(version => `/usr/lib/postgresql/${version}/bin`) ];
/** Whom a server that refuses to be root's runs as. */
const USERS = { mariadb: 'mysql', postgresql: 'postgres' };

function list(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

function program(...names) {
  for (const name of names) {
    const folder = FOLDERS.find(one => fs.existsSync(path.join(one, name)));
    if (folder !== undefined) return path.join(folder, name);
  }
  return null;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits until `connection` (net.connect's options) is taken. */
async function answers(connection, child) {
  for (let turn = 0; turn < 300; turn++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs[0]} ended with ${child.exitCode}`);
    const there = await new Promise(resolve => {
      const socket = net.connect(connection).on('connect', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
    });
    if (there) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`${child.spawnargs[0]} does not answer`);
}

/** uid and gid of a server's user, when we are root. */
function as(user) {
  if (process.getuid() !== 0) return {};
  const id = flag => Number(execFileSync('id', [ flag, user ], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const quiet = { stdio: [ 'ignore', 'ignore', 'ignore' ] };

const kinds = {
  async redis(folder) {
    const server = program('redis-server');
    if (server === null) return null;
    const port = await freePort();
    const child = spawn(server, [ '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder ], quiet);
    await answers({ port, host: '127.0.0.1' }, child);
    return { child, settings: port };
  },
  async mariadb(folder) {
    const [ server, installer ] = [ program('mariadbd', 'mysqld'), program('mariadb-install-db', 'mysql_install_db') ];
    if (server === null || installer === null) return null;
    const user = process.getuid() === 0 ? [ `--user=${USERS.mariadb}` ] : [];
    const data = path.join(folder, 'data');
    execFileSync(installer, [ '--no-defaults', ...user, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db' ], quiet);
    const port = await freePort();
    const child = spawn(server, [ '--no-defaults', ...user, `--datadir=${data}`, `--socket=${folder}/socket`, `--port=${port}`, '--bind-address=127.0.0.1', `--pid-file=${folder}/pid`, '--innodb-buffer-pool-size=16M', '--character-set-server=utf8mb4' ], quiet);
    await answers({ port, host: '127.0.0.1' }, child);
    return { child, settings: { host: '127.0.0.1', port, user: 'root', database: 'mysql' } };
  },
  async postgresql(folder) {
    const [ server, init ] = [ program('postgres'), program('initdb') ];
    if (server === null || init === null) return null;
    const owner = as(USERS.postgresql);
    const data = path.join(folder, 'data');
    execFileSync(init, [ '-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8' ], { ...quiet, ...owner });
    const port = await freePort();
    const child = spawn(server, [ '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off' ], { ...quiet, ...owner });
    await answers({ port, host: '127.0.0.1' }, child);
    return { child, settings: { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' } };
  },
  async mongodb() {
    // It stays where its packages are: they are installed once.
    const home = path.resolve(__dirname, '../../target/mongodb');
    fs.cpSync(path.join(__dirname, 'mongodb'), home, { recursive: true });
    await npm.install(home);
    const port = await freePort();
    const account = { user: 'reader', password: 'secret' };
    const child = spawn(process.execPath, [ path.join(home, 'server.js'), String(port), account.user, account.password ], quiet);
    await answers({ port, host: '127.0.0.1' }, child);
    return { child, settings: { host: '127.0.0.1', port, ...account } };
  },
};

/**
 * Starts those of `names`: redis, mariadb, postgresql, mongodb. Gives `{ missing, environment, stop }`: `environment`: PACKAGES_REDIS,
 * PACKAGES_MARIADB and so on, where each is; `missing`: those that are not installed.
 */
async function start(names) {
  const started = [];
  const missing = [];
  const environment = {};
  const stop = async () => {
    for (const { child, folder } of started) {
      if (child && child.exitCode === null) {
        const gone = new Promise(resolve => child.once('exit', resolve));
        child.kill('SIGTERM');
        const late = setTimeout(() => child.kill('SIGKILL'), 10000);
        await gone;
        clearTimeout(late);
      }
      fs.rmSync(folder, { recursive: true, force: true });
    }
  };
  for (const name of names) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `databases-${name}-`));
    const entry = { folder };
    started.push(entry);
    try {
      if (process.getuid() === 0 && USERS[name]) fs.chownSync(folder, ...Object.values(as(USERS[name])));
      const one = await kinds[name](folder);
      if (one === null) {
        missing.push(name);
        continue;
      }
      entry.child = one.child;
      environment[`PACKAGES_${name.toUpperCase()}`] = JSON.stringify(one.settings);
    } catch (error) {
      missing.push(`${name} (${error.message.split('\n')[0]})`);
    }
  }
  return { missing, environment, stop };
}

module.exports = { start };
