'use strict';

// Other people's requests, fetched from where they publish them.

const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const { readCases } = require('./yaml');

const GUNICORN = '23.0.0';
const DESYNC_GUARDIAN = '0.1.3';

module.exports.corpora = (scratch, progress) => {
  fs.mkdirSync(scratch, { recursive: true });
  return [ gunicorn(scratch, progress), desyncGuardian(scratch, progress) ];
};

/** gunicorn's tests/requests: a request a file, line ends written as `\r\n`. */
function gunicorn(scratch, progress) {
  const folder = path.join(scratch, `gunicorn-${GUNICORN}`);
  if (!fs.existsSync(folder)) {
    progress(`fetching gunicorn ${GUNICORN} from PyPI`);
    const fetch = [ '-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', '--dest', scratch, `gunicorn==${GUNICORN}` ];
    execFileSync('python3', fetch, { stdio: [ 'ignore', process.stderr, process.stderr ] });
    execFileSync('tar', [ '-xf', `gunicorn-${GUNICORN}.tar.gz`, `gunicorn-${GUNICORN}/tests/requests` ], { cwd: scratch });
  }
  const cases = [];
  for (const verdict of [ 'valid', 'invalid' ]) {
    const requests = path.join(folder, 'tests/requests', verdict);
    for (const file of fs.readdirSync(requests).filter(name => name.endsWith('.http')).sort()) {
      const text = fs.readFileSync(path.join(requests, file), 'latin1');
      const raw = text.replace(/\n/g, '').replace(/\\r\\n/g, '\r\n')
        .replace(/\\0/g, '\0').replace(/\\n/g, '\n').replace(/\\t/g, '\t');
      const name = `${verdict}/${file.slice(0, -'.http'.length)}`;
      cases.push({ id: `gunicorn/${name}`, name, verdict, before: 0, bytes: Buffer.from(withHost(raw), 'latin1') });
    }
  }
  return { name: 'gunicorn', about: `gunicorn ${GUNICORN}, tests/requests`, cases };
}

/** gunicorn does not ask for Host; here its requests are to be judged by what they are about. */
function withHost(raw) {
  return /^host\s*:/im.test(raw) ? raw : raw.replace(/ HTTP\/1\.1\r\n/g, '$&Host: a\r\n');
}

const INVALID = [ 'Ambiguous', 'Severe' ];

/** http_desync_guardian's tests: heads in YAML, graded by how far servers disagree about them. */
function desyncGuardian(scratch, progress) {
  const folder = path.join(scratch, 'desync-guardian');
  const manifest = path.join(folder, 'Cargo.toml');
  fs.mkdirSync(path.join(folder, 'src'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'src/lib.rs'), '');
  fs.writeFileSync(manifest, [
    '[package]', 'name = "fetched"', 'version = "0.0.0"', 'edition = "2024"',
    '[dependencies]', `http_desync_guardian = "=${DESYNC_GUARDIAN}"`, '[workspace]', '',
  ].join('\n'));
  progress(`fetching http_desync_guardian ${DESYNC_GUARDIAN} from crates.io`);
  const metadata = execFileSync('cargo', [ 'metadata', '--quiet', '--format-version', '1', '--manifest-path', manifest ], {
    encoding: 'utf8', maxBuffer: 1 << 26, stdio: [ 'ignore', 'pipe', process.stderr ],
  });
  const crate = JSON.parse(metadata).packages.find(({ name }) => name === 'http_desync_guardian');
  const tests = path.join(path.dirname(crate.manifest_path), 'tests');
  const cases = [];
  for (const file of fs.readdirSync(tests).filter(name => name.endsWith('.yaml')).sort()) {
    const group = file.slice(0, -'.yaml'.length);
    readCases(fs.readFileSync(path.join(tests, file), 'utf8')).forEach((one, index) => {
      const name = `${group}/${index + 1}`;
      cases.push({
        id: `desync-guardian/${name}`,
        name: `${name} ${one.name}`,
        verdict: INVALID.includes(one.tier) ? 'invalid' : 'valid',
        before: 0,
        bytes: requestOf(one),
      });
    });
  }
  return { name: 'desync-guardian', about: `http_desync_guardian ${DESYNC_GUARDIAN}, tests`, cases };
}

/** The request of a head: the corpus leaves out Host, and the bodies that its heads tell of. */
function requestOf({ method, uri, version, headers }) {
  const lines = headers.map(({ name, value }) => `${name}: ${value}`);
  const has = name => headers.some(header => header.name.trim().toLowerCase() === name);
  if (!has('host')) lines.unshift('Host: a');
  let body = '';
  for (const { name, value } of headers) {
    if (/transfer-encoding/i.test(name) && /chunk/i.test(value)) body = '0\r\n\r\n';
    else if (/content-length/i.test(name) && body === '') body = 'x'.repeat(Math.min(parseInt(value, 10) || 0, 100_000));
  }
  const start = [ method, uri, version ].filter(Boolean).join(' ');
  return Buffer.from(`${start}\r\n${lines.map(line => `${line}\r\n`).join('')}\r\n${body}`, 'latin1');
}
