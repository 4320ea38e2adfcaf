'use strict';

// NODE-002
const path = require('path');
const { check } = require('./support/outcome.js');

const { win32, posix } = path;

check([
  [() => path.join('a', '..', 'b', './c', '', '/d/'), '"b/c/d/"'],
  [() => path.join(), '"."'],
  [() => path.join('/a', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "path" argument must be of type string. Received type number (5)'],
  [() => path.join('..', '..', 'x'), '"../../x"'],
  [() => path.resolve('/a/b', '../c', './d'), '"/a/c/d"'],
  [() => path.resolve('/a', '/b', 'c'), '"/b/c"'],
  [() => path.resolve('/a/b/') === '/a/b', 'true'],
  [() => path.normalize('/a//b/./c/../d/'), '"/a/b/d/"'],
  [() => path.normalize(''), '"."'],
  [() => path.normalize('./..'), '".."'],
  [() => path.normalize('/..'), '"/"'],
  [() => path.isAbsolute('/a'), 'true'],
  [() => path.isAbsolute(''), 'false'],
  [() => path.isAbsolute(null), 'throws TypeError ERR_INVALID_ARG_TYPE: The "path" argument must be of type string. Received null'],
  [() => path.relative('/a/b/c', '/a/d'), '"../../d"'],
  [() => path.relative('/', '/a'), '"a"'],
  [() => path.relative('/a', '/'), '".."'],
  [() => path.dirname('/a/b/c.js'), '"/a/b"'],
  [() => path.dirname('//a'), '"//"'],
  [() => path.dirname('a'), '"."'],
  [() => path.dirname(''), '"."'],
  [() => path.basename('/a/b.html', '.html'), '"b"'],
  [() => path.basename('/a/b/'), '"b"'],
  [() => path.basename('b.html', 'b.html'), '""'],
  [() => path.basename('/', '.'), '"/"'],
  [() => path.extname('index.coffee.md'), '".md"'],
  [() => path.extname('.profile'), '""'],
  [() => path.extname('..'), '""'],
  [() => path.extname('a.'), '"."'],
  [() => path.parse('/home/user/file.txt'), '{"root":"/","dir":"/home/user","base":"file.txt","ext":".txt","name":"file"}'],
  [() => path.parse('./a//b/'), '{"root":"","dir":"./a/","base":"b","ext":"","name":"b"}'],
  [() => path.parse('/'), '{"root":"/","dir":"/","base":"","ext":"","name":""}'],
  [() => path.join('/é', '..', '你/', './好.js'), '"/你/好.js"'],
  [() => path.basename('/a/\ud83d\ude00', '\ude00') === '\ud83d', 'true'],
  [() => path.join('\ud800', '\udc00') === '\ud800/\udc00', 'true'],
  [() => path.basename('/', 'é'), '"/"'],
  [() => path.resolve(5, '/a'), '"/a"'],
  [() => path.resolve('/a', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "paths[1]" argument must be of type string. Received type number (5)'],
  [() => {
    const { cwd } = process;
    process.cwd = () => '/elsewhere';
    try {
      return path.resolve('x');
    } finally {
      process.cwd = cwd;
    }
  }, '"/elsewhere/x"'],
  [() => [path.join.name, path.join.length, path.resolve.length, path.basename.length], '["join", 0, 0, 2]'],
  [() => path.format({ dir: '/home', base: 'x.js' }), '"/home/x.js"'],
  [() => path.format({ root: '/', name: 'x', ext: 'js' }), '"/x.js"'],
  [() => path.format(null), 'throws TypeError ERR_INVALID_ARG_TYPE: The "pathObject" argument must be of type object. Received null'],
  [() => [path.sep, path.delimiter], '["/", ":"]'],
  [() => path.posix === path && path.win32.posix === path, 'true'],
  [() => require('path/posix') === path.posix && require('path/win32') === path.win32, 'true'],
  [() => win32.join('C:\\a', '..', 'b'), '"C:\\\\b"'],
  [() => win32.join('//server', 'share', 'x'), '"\\\\\\\\server\\\\share\\\\x"'],
  [() => win32.normalize('C:/a/../b//c/'), '"C:\\\\b\\\\c\\\\"'],
  [() => win32.normalize('\\\\server\\share'), '"\\\\\\\\server\\\\share\\\\"'],
  [() => win32.resolve('C:\\a', 'D:\\b', '..\\c'), '"D:\\\\c"'],
  [() => win32.relative('C:\\orandea\\test', 'C:\\orandea\\impl'), '"..\\\\impl"'],
  [() => win32.parse('C:\\path\\dir\\file.txt'), '{"root":"C:\\\\","dir":"C:\\\\path\\\\dir","base":"file.txt","ext":".txt","name":"file"}'],
  [() => win32.dirname('C:\\'), '"C:\\\\"'],
  [() => win32.basename('C:\\x\\y.z', '.z'), '"y"'],
  [() => win32.isAbsolute('C:'), 'false'],
  [() => win32.toNamespacedPath('C:\\x'), '"\\\\\\\\?\\\\C:\\\\x"'],
  [() => posix.toNamespacedPath('/x'), '"/x"'],
]);
