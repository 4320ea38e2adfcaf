'use strict';

// Paths through path-to-regexp 1.9 and whole routers through @eggjs/router 2.2.

const { load, save, numbers } = require('./golden');
const pathToRegexp = load('path-to-regexp');
const { EggRouter } = load('@eggjs/router');

const paths = [
  '', '/', '//', '/a', '/a/', '/a//', '/Case', '/a/b/c', '/你好', '/a b', '/é/:id', '/a.b+c*', '/$x^y', '/a|b', '/a[b]c', '/a{2}',
  '/:id', '/:id/', '/user/:id', '/user/:id/posts/:post_id', '/user/:id/posts', '/:a/:b/:c', '/:a:b', '/x:id', '/x-:id', '/:id-x',
  '/user/:id?', '/:id?', '/:a?/:b?', '/:a/:b?', '/user:id?', '/:id?/edit', '/:id*', '/:id+', '/files/:path*', '/files/:path+', '/files/:path+/end',
  '/:id(\\d+)', '/user/:id(\\d+)', '/user/:id(\\d+)/edit', '/user/:id(\\d+)?', '/user/:id(\\d+)-x', '/:id([a-f0-9]{4})', '/:v(v1|v2)/x', '/:f(.*)',
  '/:id(\\w+)*', '(.*)', '/(.*)', '*', '/*', '/a/*', '/a/(.*)', '/a/(.*)/b', '/a/(.*)?', '/a/(\\d+)', '/(\\d+)/(\\w+)', '/a*', '/a/*/b/*', '/a(.*)', '/:a/*',
  '/:x.:y', '/:x.:y?', '/file.:ext', '/file.:ext?', '/:name.json', '/:name.(html|txt)', '/.*', '/a.*', '/a-:b-:c', '/:a-:b', '/:a-:b-:c', '/:a_:b', '/:from..:to',
  '/a\\:b', '/a\\(b\\)', '/\\*', '/a\\\\b', '/a\\', '/\\/', '/:id\\?', '/:id\\(x\\)', '/a?', '/a?b=1', '/:id?x=1', '/a+', '/(a)', '/()', '/(', '/:', '/:/x', '/a:', '/:1', '/:_x',
  '/:id(a(b)c)', '/:id(\\(x\\))', '/:id()', '/:id([)', '/:id(:x)', '/:id(a=b!c$)', '/:id(a/b)', '/:id(\\d+)(\\w+)', ':id', ':id/x', 'a/:id', 'a', '/a/:id/(.*)', '/api/:v/:rest(.*)',
  '/a/:b?/c', '/a/:b*/c', '/:a.:b.:c', '/a\n', '/a/:id\n', '/@:user', '/~:user/:repo', '/%61', '/A/:Id', '/a/:id/:id', '/:id(\\D+)', '/:id(.+)', '/:id(\\d{2,3})/x', '/a/./:b', '/a=:b',
];
const optionSets = [
  { sensitive: true, strict: false, end: true }, { sensitive: false, strict: false, end: true }, { sensitive: true, strict: true, end: true },
  { sensitive: true, strict: false, end: false }, { sensitive: true, strict: true, end: false }, { sensitive: false, strict: false, end: false },
];
const requests = [
  '', '/', '//', '/a', '/A', '/a/', '/a//', '/a/b', '/a/b/', '/a/b/c', '/a/b/c/d', '/aa', '/ab', '/a.b+c*', '/a|b', '/a[b]c', '/a{2}', '/Case', '/case', '/x1', '/x-1', '/1-x', '/1', '/12/', '/12',
  '/123', '/abcd', '/user', '/user/', '/user/1', '/User/1', '/user/1/', '/user/x', '/user/12/edit', '/user/1/posts', '/user/1/posts/2', '/user/1/posts/2/', '/user//1', '/user1', '/user/12-x',
  '/files', '/files/', '/files/a', '/files/a/b/c', '/files/a/end', '/files/a/b/end', '/v1/x', '/v3/x', '/a.b', '/a.b.c', '/file.txt', '/file', '/file.', '/x.json', '/x.y.json', '/x.html', '/1..2',
  '/a-b-c', '/a-1-2', '/a-b-c-d', '/a_b', '/a_b_c', '/a:b', '/a(b)', '/*', '/a\\b', '/a\\', '/1?', '/1(x)', '/a?b=1', '/a+', '/(a)', '/()', '/:', '/a/x/b', '/a/x/y/b', '/a/b/b', '/a/x/b/y', '/api/v1/a/b',
  'a', 'a/1', 'x', 'x/y', '/é/1', '/你好', '/a b', '/$x^y', '/a%2Fb', '/a/%E4%BD%A0', '/a/%', '/a/%E4', '/a/1%20/x', '/a\n', '/a\nb', '/a/b\nc', '/a/b\u2028/c/d', '/a/\n', '/@me', '/~u/r', '/%61', '/a/c', '/a/b/c/', '/a=b', '/a=1', '/K', '/a/./b', '/1/edit', '/edit', '/é',
];

const patterns = [];
for (const path of paths) {
  for (const options of optionSets) {
    let regexp;
    try {
      regexp = pathToRegexp(path, [], options);
    } catch (err) {
      patterns.push({ path, ...options, error: err.name });
      continue;
    }
    const keys = regexp.keys.map(k => [ k.name, k.prefix, k.delimiter, k.optional, k.repeat, k.partial, k.asterisk, k.pattern ]);
    const answers = {};
    requests.forEach((request, i) => {
      const found = request.match(regexp);
      if (found) answers[i] = found.slice(1).map(v => (v === undefined ? null : v));
    });
    // `source` differs from what went into the constructor where that held a line end; the others are the same.
    patterns.push({ path, ...options, source: regexp.source, flags: regexp.flags, keys, answers });
  }
}

const regexps = [
  /^\/re\/(\w+)$/, /^\/re\/(\w+)/i, /\/(a)|(b)/, /^\/(?<name>[^/]+)(?:\/(\d+))?$/, /.*/, /^\/a(?!b)/, /^\/\(x\)$/, /(?<=\/)a/, /^\/[\w-]+$/u, /^\/([a-z])(\1)/, /^\/a$/m, /^\/(.)/s, /a/, /^\/user\/(?:x|(\d+))\/?$/, /^\/K/iu,
].map(re => {
  pathToRegexp(re, []);
  const answers = {};
  requests.forEach((request, i) => {
    const found = request.match(re);
    if (found) answers[i] = found.slice(1).map(v => (v === undefined ? null : v));
  });
  return { source: re.source, flags: re.flags, keys: re.keys.map(k => k.name), answers };
});

// Routers of many routes: what matches, and the params that the chain leaves behind.
const random = numbers(63);
const pick = list => list[random(list.length)];
const routers = [];
const plain = paths.filter(path => patterns.find(p => p.path === path && !p.error && !p.path.includes('\n')));
for (let n = 0; n < 12; n++) {
  const router = new EggRouter({ sensitive: n % 3 !== 2 }, {});
  const layers = [];
  for (let i = 0; i < (n < 6 ? 8 : 120); i++) {
    const kind = random(10);
    const path = kind === 0 ? pick([ /^\/re\/(\w+)$/, /^\/a/, /b$/, /^\/user\/(\d+)/ ]) : pick(plain);
    if (kind === 1) {
      router.register('(.*)', [], () => {}, { end: false, ignoreCaptures: true });
    } else if (kind === 2 && typeof path === 'string') {
      router.register(path, [], () => {}, { end: false, ignoreCaptures: false });
    } else {
      const methods = pick([[ 'get' ], [ 'post' ], [ 'get', 'post' ], [ 'patch', 'put' ], [ 'delete' ], [ 'head' ], [ 'm-search', 'propfind' ], [ 'x-custom' ]]);
      router.register(path, methods, [ () => {} ], {});
    }
    const layer = router.stack[i];
    const regexp = layer.path instanceof RegExp;
    layers.push({
      path: regexp ? undefined : layer.path, regexp: regexp ? layer.path.source : undefined, methods: layer.methods,
      given: layer.opts.ignoreCaptures ? 'use' : undefined, end: layer.opts.end, ignoreCaptures: !!layer.opts.ignoreCaptures,
    });
  }
  const cases = [];
  for (let i = 0; i < 60; i++) {
    const path = pick(requests);
    const method = pick([ 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'X-CUSTOM', 'OPTIONS', 'get' ]);
    const matched = router.match(path, method);
    let params;
    let captures;
    for (const layer of matched.pathAndMethod) {
      captures = layer.captures(path);
      params = layer.params(path, captures, params);
    }
    cases.push({
      method, path, matched: matched.path.map(l => router.stack.indexOf(l)), run: matched.pathAndMethod.map(l => router.stack.indexOf(l)), route: matched.route,
      params: params && Object.entries(params).map(([ k, v ]) => [ k, v === undefined ? null : v ]),
    });
  }
  routers.push({ sensitive: n % 3 !== 2, layers, cases });
}

save(__filename, { requests, patterns, regexps, routers });
