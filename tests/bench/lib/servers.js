'use strict';

const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { copyApps, scratch } = require('./install');
const { catalogue, page, people } = require('../apps/egg/lib/work');

const modules = path.join(scratch, 'node_modules');
const bun = path.join(modules, '.bin/bun');

/** How egg's own production command (egg-scripts start) runs a cluster; the launcher itself, which waits for it, is left out. */
function eggCluster(runtime, { folder, port }) {
  const baseDir = path.join(folder, 'egg');
  fs.symlinkSync(modules, path.join(baseDir, 'node_modules'));
  const options = { baseDir, framework: path.join(modules, 'egg'), workers: 1, port };
  return {
    command: [ runtime, path.join(modules, 'egg-scripts/lib/start-cluster'), JSON.stringify(options), '--title=coddle-bench' ],
    cwd: baseDir,
  };
}

/** nginx as Debian has it, with one worker in the foreground, serving the folder of egg's static files. */
function nginxConfig({ folder, port }) {
  return [
    'daemon off;', 'worker_processes 1;', 'error_log stderr;', `pid ${path.join(folder, 'nginx.pid')};`,
    'events { worker_connections 1024; }',
    'http {',
    '  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;',
    '  types { text/plain txt; }',
    ...[ 'client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi' ].map(kind => `  ${kind}_temp_path ${path.join(folder, kind)};`),
    `  server { listen 127.0.0.1:${port}; location /public/ { alias ${path.join(folder, 'egg/app/public')}/; expires 1y; } }`,
    '}', '',
  ].join('\n');
}

/**
 * The servers by name, in the order of the table. `prepare({ folder, port, binaries })` answers { command, cwd };
 * `folder` is a fresh copy of apps/. `peers` says that it needs what npm installs; `tool` names a program without which it is left
 * out.
 */
const servers = {
  'hyper-bare': {
    title: 'hyper, bare',
    prepare({ folder, port, binaries }) {
      const files = { 'catalogue.json': catalogue, 'people.json': people };
      for (const [ name, value ] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), JSON.stringify(value));
      return { command: [ binaries.hyperBare, String(port), ...Object.keys(files) ], cwd: folder };
    },
  },
  coddle: {
    title: 'Coddle',
    prepare({ folder, port, binaries }) {
      const cwd = path.join(folder, 'egg');
      return { command: [ binaries.coddle, 'start', cwd, '--port', String(port), '--workers', '1' ], cwd };
    },
  },
  egg: {
    title: 'egg on Node',
    peers: true,
    prepare: context => eggCluster(process.execPath, context),
  },
  'egg-bun': {
    title: 'egg on Bun',
    peers: true,
    prepare: context => eggCluster(bun, context),
  },
  koa: {
    title: 'koa on Node',
    peers: true,
    prepare: ({ folder, port }) => ({ command: [ process.execPath, 'koa/server.js', String(port) ], cwd: folder }),
  },
  'koa-bun': {
    title: 'koa on Bun',
    peers: true,
    prepare: ({ folder, port }) => ({ command: [ bun, 'koa/server.js', String(port) ], cwd: folder }),
  },
  fastify: {
    title: 'fastify on Node',
    peers: true,
    prepare: ({ folder, port }) => ({ command: [ process.execPath, 'fastify/server.js', String(port) ], cwd: folder }),
  },
  nginx: {
    title: 'nginx',
    tool: 'nginx',
    prepare({ folder, port }) {
      const config = path.join(folder, 'nginx.conf');
      fs.writeFileSync(config, nginxConfig({ folder, port }));
      return { command: [ 'nginx', '-c', config ], cwd: folder };
    },
  },
};

/** Whether all that the server `name` needs of the machine is installed. */
function isInstalled(name) {
  const { tool } = servers[name];
  return !tool || !spawnSync(tool, [ '-v' ]).error;
}

/** What Server.start needs to start the server `name` with BENCH_VARIANT `variant`, as in production. */
function recipe(name, { variant, port, binaries }) {
  const id = `${name}-${variant}`;
  const folder = copyApps(id);
  const files = path.join(folder, 'egg/app/public');
  fs.mkdirSync(files, { recursive: true });
  fs.writeFileSync(path.join(files, 'ten.txt'), page);
  return {
    name: id,
    port,
    ...servers[name].prepare({ folder, port, binaries }),
    env: {
      BENCH_VARIANT: variant,
      NODE_ENV: 'production',
      EGG_SERVER_ENV: 'prod',
      EGG_HOME: folder,
      HOME: folder,
    },
    log: path.join(scratch, 'servers', `${id}.log`),
  };
}

module.exports = { isInstalled, recipe, servers };
