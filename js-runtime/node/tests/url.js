'use strict';

// NODE-065
const url = require('url');
const util = require('util');
const { check } = require('./support/outcome.js');

/** The parts of a URL in one line. */
const parts = (...args) => {
  const one = new URL(...args);
  return [one.href, one.origin, one.protocol, one.username, one.password, one.host, one.hostname, one.port, one.pathname, one.search, one.hash];
};

/** What setting `part` makes of a URL. */
const set = (href, part, value) => {
  const one = new URL(href);
  one[part] = value;
  return one.href;
};

/** Whether `run` throws a TypeError, whose words are the engine's own in Node. */
const refusesTypes = (run) => {
  try {
    run();
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
};

check([
  [() => parts('https://user:pa ss@Example.org:8080/p/a/t/h?query=string#hash'), '["https://user:pa%20ss@example.org:8080/p/a/t/h?query=string#hash", "https://example.org:8080", "https:", "user", "pa%20ss", "example.org:8080", "example.org", "8080", "/p/a/t/h", "?query=string", "#hash"]'],
  [() => parts('http://a.com'), '["http://a.com/", "http://a.com", "http:", "", "", "a.com", "a.com", "", "/", "", ""]'],
  [() => parts('../x?y', 'http://a.com/b/c/d'), '["http://a.com/b/x?y", "http://a.com", "http:", "", "", "a.com", "a.com", "", "/b/x", "?y", ""]'],
  [() => parts('file:///C:/a/../b'), '["file:///C:/b", "null", "file:", "", "", "", "", "", "/C:/b", "", ""]'],
  [() => parts('http://[::1]:80/'), '["http://[::1]/", "http://[::1]", "http:", "", "", "[::1]", "[::1]", "", "/", "", ""]'],
  [() => parts('mailto:a@b.c'), '["mailto:a@b.c", "null", "mailto:", "", "", "", "", "", "a@b.c", "", ""]'],
  [() => parts('http://EXAMPLE.com:80/%7Efoo/../bar/%2e%2e?a b#c d'), '["http://example.com/?a%20b#c%20d", "http://example.com", "http:", "", "", "example.com", "example.com", "", "/", "?a%20b", "#c%20d"]'],
  [() => parts('http://測試.com/é'), '["http://xn--g6w251d.com/%C3%A9", "http://xn--g6w251d.com", "http:", "", "", "xn--g6w251d.com", "xn--g6w251d.com", "", "/%C3%A9", "", ""]'],
  [() => parts('data:text/plain,hello?x#y'), '["data:text/plain,hello?x#y", "null", "data:", "", "", "", "", "", "text/plain,hello", "?x", "#y"]'],
  [() => parts('http://a.com/?#'), '["http://a.com/?#", "http://a.com", "http:", "", "", "a.com", "a.com", "", "/", "", ""]'],
  [() => parts('http://0x7f.1/'), '["http://127.0.0.1/", "http://127.0.0.1", "http:", "", "", "127.0.0.1", "127.0.0.1", "", "/", "", ""]'],
  [() => parts('//b.com/x', 'https://a.com'), '["https://b.com/x", "https://b.com", "https:", "", "", "b.com", "b.com", "", "/x", "", ""]'],
  [() => new URL('nope'), 'throws TypeError ERR_INVALID_URL: Invalid URL'],
  [() => new URL('/x', 'nope'), 'throws TypeError ERR_INVALID_URL: Invalid URL'],
  [() => new URL(), 'throws TypeError ERR_MISSING_ARGS: The "url" argument must be specified'],
  [() => new URL('http://a b/'), 'throws TypeError ERR_INVALID_URL: Invalid URL'],
  [() => [() => new URL('nope', 'bad')].map((f) => { try { f(); } catch (e) { return [e.input, e.base, e.name]; } }), '[["nope", "bad", "TypeError"]]'],
  [() => refusesTypes(() => URL.prototype.href), 'true'],
  [() => refusesTypes(() => Reflect.set(URL.prototype, 'pathname', '/x', {})), 'true'],
  [() => refusesTypes(() => Reflect.set(URL.prototype, 'search', '/x', {})), 'true'],
  [() => refusesTypes(() => Reflect.get(URL.prototype, 'searchParams', {})), 'true'],
  [() => refusesTypes(() => URL.prototype.toJSON.call({})), 'true'],
  [() => {
    const own = new (class Own extends URL { get folder() { return this.pathname.replace(/[^/]*$/, ''); } })('http://a.com/b/c');
    own.kept = 1;
    return [own.folder, own instanceof URL, Object.keys(own)];
  }, '["/b/", true, ["kept"]]'],
  [() => [new URL('http://a.com/\ud800'), new URL('http://a.com/')].map((u) => { u.hash = '\ud800'; return u.href; }), '["http://a.com/%EF%BF%BD#%EF%BF%BD", "http://a.com/#%EF%BF%BD"]'],
  [() => [...new URLSearchParams('?a=\ud800&%F0%9F%98%80=+')], '[["a", "\ufffd"], ["😀", " "]]'],
  [() => { const p = new URLSearchParams('a=1&b=2&c=3'); const seen = []; for (const [name] of p) { seen.push(name); p.delete(name); } return seen; }, '["a", "c"]'],
  [() => URL.canParse('http://a.com'), 'true'],
  [() => URL.canParse('x'), 'false'],
  [() => URL.canParse('x', 'http://a.com'), 'true'],
  [() => set('http://a.com/x', 'protocol', 'https'), '"https://a.com/x"'],
  [() => set('http://a.com/x', 'protocol', 'mailto'), '"http://a.com/x"'],
  [() => set('http://a.com/x', 'host', 'b.com:81'), '"http://b.com:81/x"'],
  [() => set('http://a.com/x', 'hostname', 'b.com:81'), '"http://a.com/x"'],
  [() => set('http://a.com:8/x', 'port', ''), '"http://a.com/x"'],
  [() => set('http://a.com:8/x', 'port', '99999'), '"http://a.com:8/x"'],
  [() => set('http://a.com/x', 'pathname', 'y z'), '"http://a.com/y%20z"'],
  [() => set('http://a.com/x', 'search', 'a=b c'), '"http://a.com/x?a=b%20c"'],
  [() => set('http://a.com/x?q', 'search', ''), '"http://a.com/x"'],
  [() => set('http://a.com/x', 'hash', 'é'), '"http://a.com/x#%C3%A9"'],
  [() => set('http://a.com/x', 'username', 'a:b'), '"http://a%3Ab@a.com/x"'],
  [() => set('http://a.com/x', 'password', '@'), '"http://:%40@a.com/x"'],
  [() => set('http://a.com/x', 'href', 'http://b.com'), '"http://b.com/"'],
  [() => set('http://a.com/x', 'href', 'bad'), 'throws TypeError ERR_INVALID_URL: Invalid URL'],
  [() => util.inspect(new URL('http://u:p@a.com:81/p?q=1#h')), '"URL {\\n  href: \'http://u:p@a.com:81/p?q=1#h\',\\n  origin: \'http://a.com:81\',\\n  protocol: \'http:\',\\n  username: \'u\',\\n  password: \'p\',\\n  host: \'a.com:81\',\\n  hostname: \'a.com\',\\n  port: \'81\',\\n  pathname: \'/p\',\\n  search: \'?q=1\',\\n  searchParams: URLSearchParams { \'q\' => \'1\' },\\n  hash: \'#h\'\\n}"'],
  [() => JSON.stringify({ u: new URL('http://a.com') }), '"{\\"u\\":\\"http://a.com/\\"}"'],
  [() => String(new URL('http://a.com')), '"http://a.com/"'],
  [() => Object.prototype.toString.call(new URL('http://a.com')), '"[object URL]"'],
  [() => Object.keys(URL.prototype), '["toString", "href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash", "toJSON"]'],
  [() => [new URL('http://a.com/?a=1')].map((u) => { u.searchParams.append('b', 'x y'); u.searchParams.delete('a'); return u.href; }), '["http://a.com/?b=x+y"]'],
  [() => [new URL('http://a.com/?a=1')].map((u) => { const p = u.searchParams; u.search = '?z=9'; return [p.toString(), p === u.searchParams]; }), '[["z=9", true]]'],
  [() => new URLSearchParams('?a=1&b=2&a=3&c').toString(), '"a=1&b=2&a=3&c="'],
  [() => new URLSearchParams({ a: 1, b: 'x y' }).toString(), '"a=1&b=x+y"'],
  [() => new URLSearchParams([['a', 1], ['b', 2]]).toString(), '"a=1&b=2"'],
  [() => new URLSearchParams(new Map([['a', 'b']])).toString(), '"a=b"'],
  [() => new URLSearchParams([['a']]), 'throws TypeError ERR_INVALID_TUPLE: Each query pair must be an iterable [name, value] tuple'],
  [() => new URLSearchParams([5]), 'throws TypeError ERR_INVALID_TUPLE: Each query pair must be an iterable [name, value] tuple'],
  [() => new URLSearchParams({ [Symbol.iterator]: 5 }), 'throws TypeError ERR_ARG_NOT_ITERABLE: Query pairs must be iterable'],
  [() => new URLSearchParams('a=%zz&b=%ff&c=+%2B').getAll('b'), '["�"]'],
  [() => new URLSearchParams('a=1&a=2').get('a'), '"1"'],
  [() => new URLSearchParams('').get('a'), 'null'],
  [() => new URLSearchParams('a=1').has('a', '2'), 'false'],
  [() => new URLSearchParams('a=1').get(), 'throws TypeError ERR_MISSING_ARGS: The "name" argument must be specified'],
  [() => [...new URLSearchParams('a=1&b=2')], '[["a", "1"], ["b", "2"]]'],
  [() => [...new URLSearchParams('a=1&b=2').keys()], '["a", "b"]'],
  [() => [new URLSearchParams('b=1&a=2&b=0')].map((p) => { p.sort(); return p.toString(); }), '["a=2&b=1&b=0"]'],
  [() => [new URLSearchParams('b=1&a=2&b=0')].map((p) => { p.set('b', 'n'); return [p.toString(), p.size]; }), '[["b=n&a=2", 2]]'],
  [() => [new URLSearchParams('b=1&b=2')].map((p) => { p.delete('b', '1'); return p.toString(); }), '["b=2"]'],
  [() => new URLSearchParams("a=!'()~*-._ é").toString(), '"a=%21%27%28%29%7E*-._+%C3%A9"'],
  [() => util.inspect(new URLSearchParams('a=1&b=2')), '"URLSearchParams { \'a\' => \'1\', \'b\' => \'2\' }"'],
  [() => util.inspect(new URLSearchParams('')), '"URLSearchParams {}"'],
  [() => util.inspect(new URLSearchParams('a=1').entries()), '"URLSearchParams Iterator { [ \'a\', \'1\' ] }"'],
  [() => URLSearchParams.prototype.get.call({}, 'a'), 'throws TypeError ERR_INVALID_THIS: Value of "this" must be of type URLSearchParams'],
  [() => url.fileURLToPath('file:///a%20b/c'), '"/a b/c"'],
  [() => url.fileURLToPath('http://a.com'), 'throws TypeError ERR_INVALID_URL_SCHEME: The URL must be of scheme file'],
  [() => url.fileURLToPath('file:///a%2Fb'), 'throws TypeError ERR_INVALID_FILE_URL_PATH: File URL path must not include encoded / characters'],
  [() => url.fileURLToPath('file://host/a'), 'throws TypeError ERR_INVALID_FILE_URL_HOST: File URL host must be "localhost" or empty on linux'],
  [() => url.fileURLToPath(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "path" argument must be of type string or an instance of URL. Received type number (5)'],
  [() => url.pathToFileURL('/a b/#c?d%').href, '"file:///a%20b/%23c%3Fd%25"'],
  [() => url.pathToFileURL('/a/').href, '"file:///a/"'],
  [() => url.pathToFileURL(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "path" argument must be of type string. Received type number (5)'],
  [() => url.urlToHttpOptions(new URL('http://u:p%20@[::1]:81/p?q=1#h')), '{"protocol":"http:","hostname":"::1","hash":"#h","search":"?q=1","pathname":"/p","path":"/p?q=1","href":"http://u:p%20@[::1]:81/p?q=1#h","port":81,"auth":"u:p "}'],
  [() => url.domainToASCII('español.com'), '"xn--espaol-zwa.com"'],
  [() => url.domainToASCII('xn--iñvalid.com'), '""'],
  [() => url.domainToUnicode('xn--espaol-zwa.com'), '"español.com"'],
  [() => url.URL === URL && url.URLSearchParams === URLSearchParams, 'true'],
]);
