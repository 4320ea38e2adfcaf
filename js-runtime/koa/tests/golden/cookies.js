'use strict';

// egg-cookies 2.10.1: what get and set answer and do to the Set-Cookie headers, its keygrip, its rules about browsers.

const { load, save, numbers } = require('./golden');
const Cookies = load('egg-cookies');
const Keygrip = load('egg-cookies/lib/keygrip');

const now = 1700000000000;
Date.now = () => now;

const random = numbers(39);
const pick = list => list[random(list.length)];

const agents = [
  '', 'curl/8.0', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.5938.92 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.1.2 Safari/537.36', 'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.1.2 Safari/537.36', 'Mozilla/5.0 (X11) Chrome/66.0.3359.117 Safari/537.36', 'Mozilla/5.0 (X11) Chrome/67 Safari/537.36', 'Mozilla/5.0 (X11) Chrome/66 Safari/537.36', 'Mozilla/5.0 (X11) Chromium/51 Safari/537.36', 'Chrome/60', 'Chrom/60.1 ', 'Chromex/118.0', 'Chrome x/118.0', 'Chrome/118', 'Chrome/118.', 'Chromium/121.0 Chrome/60.0', 'Chrome/ Chrome/119.1',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 12_0 like Mac OS X) AppleWebKit/604.1.21 (KHTML, like Gecko) Version/12.0 Mobile/17A6278a Safari/602.1.26', 'Mozilla/5.0 (iPad; CPU OS 12_1 like Mac OS X) AppleWebKit/604.1 (KHTML, like Gecko) FxiOS/13.2', 'Mozilla/5.0 (iPhone; CPU iPhone OS 13_0 like Mac OS X) AppleWebKit/604.1 (KHTML, like Gecko) Version/13.0 Mobile/1 Safari/604.1', 'Mozilla/5.0 (iPhone; CPU iPhone OS 12 like Mac OS 13) AppleWebKit/1', '(iP; CPU OS 12) AppleWebKit/', '(iPx; CPU OS 12) AppleWebKit/', '(iPx; CPU OS 1) AppleWebKit/ (iPx; CPU OS 12', '(iPx; CPU OS 1) AppleWebKit/ (iPx; CPU OS 12) AppleWebKit/', '(iPx; CPU ; CPU OS 12) AppleWebKit/', '(iP; CPU ; CPU OS 12) AppleWebKit/',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.1 Safari/605.1.15', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14) AppleWebKit/605.1.15 (KHTML, like Gecko)', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14) AppleWebKit/605.1.15 (KHTML, like Gecko) x', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14; rv:70.0) Gecko/20100101 Firefox/70.0', 'Mozilla/5.0 (Macintosh; Mac OS X 10_14; Mac OS X 9) AppleWebKit/1 (KHTML, like Gecko) Version/1 Safari/1', 'Mozilla/ (Macintosh;Mac OS X 10_14) AppleWebKit/1 (KHTML, like Gecko)', 'Mozilla/5 (Macintosh; Mac OS X ) AppleWebKit/1 (KHTML, like Gecko)',
  'Mozilla/5.0 (Linux; U; Android 7.1.1) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 UCBrowser/12.0.0.1088 Mobile Safari/537.36', 'UCBrowser/12.13.2.1005 U3', 'UCBrowser/12.13.1.1005 U3', 'UCBrowser/13.0.0 x', 'UCBrowser/12.13 x', 'UCBrowser/11.9.9', 'UCBrowser/12.14.0 x', 'UCBrowser/ UCBrowser/12.13.3 y',
];
const agentVectors = agents.map(agent => {
  const cookies = () => new Cookies({ secure: true, get: () => '', app: {} }, [ 'k' ]);
  return { agent, none: cookies().isSameSiteNoneCompatible(agent), partitioned: cookies().isPartitionedCompatible(agent) };
});

function context({ cookie = '', agent = '', secure = false, headers = [] }) {
  let set = headers.slice();
  const events = [];
  return {
    secure, events,
    app: { emit: (name, event) => events.push([ name, event.value ]) },
    get: name => ({ cookie, 'user-agent': agent }[name] || ''),
    response: { get: () => set.slice() },
    set: (name, value) => { set = value; },
    answer: () => set,
  };
}

const describe = err => ({ message: err.message, code: err.code, name: err.name });
function run(setup, call) {
  const ctx = context(setup);
  const cookies = new Cookies(ctx, setup.keys === null ? undefined : setup.keys, setup.defaults);
  try {
    const value = call(cookies);
    return { got: typeof value === 'string' ? value : null, headers: ctx.answer(), events: ctx.events };
  } catch (err) {
    return { error: describe(err), headers: ctx.answer(), events: ctx.events };
  }
}

// set
const optionSets = [
  undefined, {}, { signed: false }, { encrypt: true }, { path: '/a' }, { path: null }, { path: '' }, { path: 'a;é' }, { path: '你' }, { domain: 'eggjs.org' }, { domain: '' }, { domain: '\n' }, { httpOnly: false }, { secure: true }, { secure: false }, { secure: undefined },
  { maxAge: 1000 }, { maxAge: 1499 }, { maxAge: 1500 }, { maxAge: 0 }, { maxAge: -1 }, { maxAge: -1500 }, { maxAge: 'session' }, { maxAge: '3000' }, { maxAge: 1999.9 }, { maxAge: null }, { maxAge: 8.64e15 }, { maxAge: ' 12000x' }, { expires: 1e12 }, { expires: NaN }, { expires: -1 }, { expires: 1e12, maxAge: 60000 },
  { sameSite: 'lax' }, { sameSite: 'Strict' }, { sameSite: true }, { sameSite: 'none' }, { sameSite: 'None', secure: true }, { sameSite: 'none', secure: false }, { sameSite: 'bad' }, { sameSite: '' }, { sameSite: false }, { priority: 'HIGH' }, { priority: 'low' }, { priority: 'urgent' }, { priority: '' },
  { overwrite: true }, { overwrite: true, signed: false }, { partitioned: true }, { partitioned: true, sameSite: 'none' }, { partitioned: true, sameSite: 'none', secure: true, removeUnpartitioned: true }, { partitioned: true, sameSite: 'none', removeUnpartitioned: true, overwrite: true }, { partitioned: true, sameSite: 'none', removeUnpartitioned: true, signed: false, path: null }, { partitioned: true, sameSite: 'none', encrypt: true, removeUnpartitioned: true },
  { sameSite: 'none', overwrite: true, maxAge: 1000, domain: 'a.b', priority: 'medium' }, { path: '/x', domain: 'a.b', maxAge: 86400000, expires: 0, httpOnly: true, secure: true, sameSite: 'lax', priority: 'low', partitioned: true },
];
const named = [[ 'a', '1' ], [ 'foo', 'bar' ], [ 'foo', '' ], [ 'foo', null ], [ 'foo', '你好' ], [ 'foo', 'a;b c="é"' ], [ 'foo', 'a\nb' ], [ '', 'x' ], [ 'f\ro', 'x' ], [ 'foo', 'x'.repeat(4094) ], [ 'foo', 'x'.repeat(4093) ]];
const earlier = [[], [ 'foo=old; path=/', 'foo.sig=oldsig; path=/; httponly', 'foobar=1' ], [ 'foo.sig=1; path=/; x', '_CHIPS-foo.sig=1; path=/', 'foo.sig=2; path=/a', 'other=1' ]];
const setVectors = [];
const addSet = (setup, name, value, options) => {
  const plain = options && { ...options };
  if (plain && 'expires' in plain) plain.expires = new Date(plain.expires);
  const defaults = setup.defaults && { ...setup.defaults };
  const record = o => o && Object.fromEntries(Object.entries(o).map(([ k, v ]) => [ k, v === undefined ? { undefined: true } : typeof v === 'number' && isNaN(v) ? { nan: true } : v ]));
  setVectors.push({ setup: { ...setup, defaults: record(setup.defaults) }, name, value, options: record(options), ...run({ ...setup, defaults }, cookies => cookies.set(name, value, plain)) });
};
for (const options of optionSets) {
  for (const setup of [{ keys: [ 'k1', 'k2' ] }, { keys: [ 'k1' ], secure: true, agent: agents[2], headers: earlier[1] }, { keys: [ 'k1' ], secure: true, agent: pick(agents), defaults: { autoChips: true, sameSite: 'none' }, headers: earlier[2] }]) addSet(setup, 'foo', 'bar', options);
}
for (const [ name, value ] of named) {
  for (const options of [ undefined, { signed: false }, { encrypt: true } ]) addSet({ keys: [ 'k1', 'k2' ], headers: earlier[1] }, name, value, options);
}
for (let i = 0; i < 250; i++) {
  const [ name, value ] = pick(named.slice(0, 6));
  const defaults = pick([ undefined, {}, { httpOnly: false, path: '/d' }, { sameSite: 'none', secure: true }, { autoChips: true }, { autoChips: true, sameSite: 'none', partitioned: false }, { encrypt: true }, { signed: false, overwrite: true } ]);
  addSet({ keys: pick([[ 'k1' ], [ 'k2', 'k1' ], null, [ 'é你', 'x'.repeat(100) ]]), secure: pick([ true, true, false ]), agent: pick(agents), defaults, headers: pick(earlier) }, name, value, { ...pick(optionSets), ...pick(optionSets) });
}

// get
const keygrip = new Keygrip([ 'k1' ]);
const older = new Keygrip([ 'k2' ]);
const sealed = grip => grip.encrypt('你好 x').toString('base64').replace(/\+/g, '-').replace(/\//g, '_');
const headers = [
  '', 'a=1', 'a=1; b=2', 'b=2;a=1', 'b=2;  a=1 ; c=3', 'xa=1; a=2', 'a=', 'a="1"', 'a=%20', 'a=1; a=2', ' a=1', ';a=1', '\ta=1', 'b=1;\ta=2', 'A=1', 'a =1', 'a=b=c', 'a.sig=1; a=2', 'aXsig=1', 'a', 'ba=1;ca=2',
  `a=1; a.sig=${keygrip.sign('a=1')}`, `a=1; a.sig=${older.sign('a=1')}`, 'a=1; a.sig=wrong', 'a=1; a.sig=', `a=2; a.sig=${keygrip.sign('a=1')}`, `a=; a.sig=${keygrip.sign('a=')}`, `a=é; a.sig=${keygrip.sign('a=é')}`, `_CHIPS-a=1; _CHIPS-a.sig=${keygrip.sign('_CHIPS-a=1')}`, `_CHIPS-a=1; a.sig=x; _CHIPS-a.sig=${older.sign('_CHIPS-a=1')}`, `a=1; _CHIPS-a.sig=${keygrip.sign('a=1')}`,
  `a=${sealed(keygrip)}`, `a=${sealed(older)}`, `a=${sealed(keygrip).replace(/=/g, '')}`, 'a=AAAA', 'a=!!!!', `a=${keygrip.encrypt('').toString('base64')}`, `_CHIPS-a=${sealed(older)}`, `a=${Buffer.from(keygrip.encrypt('x')).toString('base64')}x`,
];
const getVectors = [];
for (const cookie of headers) {
  for (const options of [ undefined, { signed: false }, { encrypt: true } ]) {
    for (const setup of [{ keys: [ 'k1', 'k2' ] }, { keys: [ 'k3' ], secure: true, defaults: { autoChips: true, path: '/d', domain: 'x.y', overwrite: false } }, { keys: [ 'k1', 'k2' ], defaults: { autoChips: true }, headers: earlier[1] }, { keys: null }, { keys: [ 'k2', 'k1' ], defaults: { secure: true } }]) {
      const full = { ...setup, cookie };
      getVectors.push({ setup: full, name: 'a', options, ...run(full, cookies => cookies.get('a', options)) });
    }
  }
}
for (const [ name, cookie ] of [[ 'a.b', 'axb=1; a.b=2' ], [ 'a+', 'a+=1' ], [ ' a', 'b=1; a=2' ], [ ' a', 'b=1;  a=2' ], [ 'a;b', 'a;b=1' ], [ '(x)[y]{z}|^$?*\\', '(x)[y]{z}|^$?*\\=1' ], [ '', 'a=1; =2' ], [ 'a=b', 'a=b=c' ], [ 'é', 'é=1' ]]) {
  const setup = { keys: [ 'k1' ], cookie };
  getVectors.push({ setup, name, options: { signed: false }, ...run(setup, cookies => cookies.get(name, { signed: false })) });
}

// keygrip
const keygripVectors = [];
for (const keys of [[ 'k1' ], [ 'k2', 'k1' ], [ 'é你' ], [ 'x'.repeat(200) ]]) {
  for (const text of [ '', 'a=1', 'x', 'enc', '你好😀', 'y'.repeat(100) ]) {
    const grip = new Keygrip(keys);
    const encrypted = grip.encrypt(text);
    keygripVectors.push({ keys, text, sign: grip.sign(text), verified: [ keygrip, older ].map(other => grip.verify(text, other.sign(text))), encrypted: encrypted.toString('hex'), opened: [ keygrip, older ].map(other => { const r = grip.decrypt(other.encrypt(text)); return r ? r.value.toString() : null; }) });
  }
}

save(__filename, { agents: agentVectors, set: setVectors, get: getVectors, keygrip: keygripVectors });
