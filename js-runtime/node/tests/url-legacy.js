'use strict';

// NODE-008
const url = require('url');
const { check } = require('./support/outcome.js');

check([
  [() => url.parse('http://user:pa%20ss@Example.COM:8080/p/a/t/h?query=string#hash'), '{"protocol":"http:","slashes":true,"auth":"user:pa ss","host":"example.com:8080","port":"8080","hostname":"example.com","hash":"#hash","search":"?query=string","query":"query=string","pathname":"/p/a/t/h","path":"/p/a/t/h?query=string","href":"http://user:pa%20ss@example.com:8080/p/a/t/h?query=string#hash"}'],
  [() => url.parse('/a/b?x=1&y=2', true).query, '{"x":"1","y":"2"}'],
  [() => url.parse('/a?'), '{"protocol":null,"slashes":null,"auth":null,"host":null,"port":null,"hostname":null,"hash":null,"search":"?","query":"","pathname":"/a","path":"/a?","href":"/a?"}'],
  [() => [url.parse('/a', true).query, Object.getPrototypeOf(url.parse('/a?b=c', true).query), url.parse('/a') instanceof url.Url], '[{}, null, true]'],
  [() => ['/a@b', '/a b', '///a', '/a#b?c', '/a\\b', '/é?"'].map((text) => url.parse(text).href), '["/a@b", "/a%20b", "///a", "/a#b?c", "/a/b", "/é?\\""]'],
  [() => url.parse('//host/path', false, true), '{"protocol":null,"slashes":true,"auth":null,"host":"host","port":null,"hostname":"host","hash":null,"search":null,"query":null,"pathname":"/path","path":"/path","href":"//host/path"}'],
  [() => url.parse('mailto:a@b.c'), '{"protocol":"mailto:","slashes":null,"auth":"a","host":"b.c","port":null,"hostname":"b.c","hash":null,"search":null,"query":null,"pathname":null,"path":null,"href":"mailto:a@b.c"}'],
  [() => url.parse('javascript:alert(1)'), '{"protocol":"javascript:","slashes":null,"auth":null,"host":null,"port":null,"hostname":null,"hash":null,"search":null,"query":null,"pathname":"alert(1)","path":"alert(1)","href":"javascript:alert(1)"}'],
  [() => url.parse('http://a.com\\b\\c?d\\e'), '{"protocol":"http:","slashes":true,"auth":null,"host":"a.com","port":null,"hostname":"a.com","hash":null,"search":"?d%5Ce","query":"d%5Ce","pathname":"/b/c","path":"/b/c?d%5Ce","href":"http://a.com/b/c?d%5Ce"}'],
  [() => url.parse('http://[::1]:80/x'), '{"protocol":"http:","slashes":true,"auth":null,"host":"[::1]:80","port":"80","hostname":"::1","hash":null,"search":null,"query":null,"pathname":"/x","path":"/x","href":"http://[::1]:80/x"}'],
  [() => url.parse('http://a b/c d'), '{"protocol":"http:","slashes":true,"auth":null,"host":"a","port":null,"hostname":"a","hash":null,"search":null,"query":null,"pathname":"%20b/c%20d","path":"%20b/c%20d","href":"http://a/%20b/c%20d"}'],
  [() => url.parse('http://x.y/{a}|"b"'), '{"protocol":"http:","slashes":true,"auth":null,"host":"x.y","port":null,"hostname":"x.y","hash":null,"search":null,"query":null,"pathname":"/%7Ba%7D%7C%22b%22","path":"/%7Ba%7D%7C%22b%22","href":"http://x.y/%7Ba%7D%7C%22b%22"}'],
  [() => url.parse('HTTP://ex\tample.com/'), '{"protocol":"http:","slashes":true,"auth":null,"host":"example.com","port":null,"hostname":"example.com","hash":null,"search":null,"query":null,"pathname":"/","path":"/","href":"http://example.com/"}'],
  [() => url.parse('http://bücher.de/'), '{"protocol":"http:","slashes":true,"auth":null,"host":"xn--bcher-kva.de","port":null,"hostname":"xn--bcher-kva.de","hash":null,"search":null,"query":null,"pathname":"/","path":"/","href":"http://xn--bcher-kva.de/"}'],
  [() => url.parse('http://a:b@c:d@e/f').auth, '"a:b@c:d"'],
  [() => url.parse('http://%/x'), '{"protocol":"http:","slashes":true,"auth":null,"host":"","port":null,"hostname":"","hash":null,"search":null,"query":null,"pathname":"%/x","path":"%/x","href":"http:///%/x"}'],
  [() => url.parse(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "url" argument must be of type string. Received type number (5)'],
  [() => url.parse('http://a^b/'), '{"protocol":"http:","slashes":true,"auth":null,"host":"a","port":null,"hostname":"a","hash":null,"search":null,"query":null,"pathname":"%5Eb/","path":"%5Eb/","href":"http://a/%5Eb/"}'],
  [() => url.format({ protocol: 'http', hostname: 'a.b', port: 80, pathname: 'x?y', query: { q: 'a b' }, hash: 'h' }), '"http://a.b:80/x%3Fy?q=a%20b#h"'],
  [() => url.format({ hostname: '::1', slashes: true }), '"//[::1]"'],
  [() => url.format({ auth: 'a:b c', host: 'x', protocol: 'ftp:' }), '"ftp://a:b%20c@x"'],
  [() => url.format(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "urlObject" argument must be one of type object or string. Received type number (5)'],
  [() => url.format('http://a.com?x#y'), '"http://a.com/?x#y"'],
  [() => url.format(new URL('http://u:p@測試.com/p?q#h'), { auth: false, fragment: false, search: false, unicode: true }), '"http://測試.com/p"'],
  [() => url.resolve('/one/two/three', 'four'), '"/one/two/four"'],
  [() => url.resolve('http://example.com/', '/one'), '"http://example.com/one"'],
  [() => url.resolve('http://example.com/one', '/two'), '"http://example.com/two"'],
  [() => url.resolve('http://a.com/b/c/d', '../e?f#g'), '"http://a.com/b/e?f#g"'],
  [() => url.resolve('http://a.com/b', '//c.com/d'), '"http://c.com/d"'],
  [() => url.resolve('http://a.com/b?c', '?d'), '"http://a.com/b?d"'],
  [() => url.resolve('http://u:p@a.com/', 'http://a.com/x'), '"http://u:p@a.com/x"'],
  [() => url.resolve('mailto:a@b', 'c'), '"mailto:a@c"'],
  [() => url.resolve('.', '../../x/./y/..'), '"../../x/"'],
  [() => url.resolve('http://a', 'https:b/c'), '"https://b/c"'],
  [() => url.resolveObject('http://a.com/x', 'y').pathname, '"/y"'],
]);
