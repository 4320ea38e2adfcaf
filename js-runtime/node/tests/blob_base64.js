'use strict';

const { Blob, File } = require('buffer');
const { check } = require('./support/outcome.js');

check([
  [() => btoa('abc'), '"YWJj"'],
  [() => btoa('é'), '"6Q=="'],
  [() => btoa('€'), 'throws InvalidCharacterError 5: Invalid character'],
  [() => btoa(), 'throws TypeError ERR_MISSING_ARGS: The "input" argument must be specified'],
  [() => atob('YWJj'), '"abc"'],
  [() => atob(' Y W J j '), '"abc"'],
  [() => atob('YQ=='), '"a"'],
  [() => atob('Y'), 'throws InvalidCharacterError 5: The string to be decoded is not correctly encoded.'],
  [() => atob('YQ='), 'throws InvalidCharacterError 5: Invalid character'],
  [() => atob('*'), 'throws InvalidCharacterError 5: Invalid character'],
  [() => atob(null), '"ée"'],
  [() => atob('YWJj='), 'throws InvalidCharacterError 5: Invalid character'],
  [() => btoa(undefined), '"dW5kZWZpbmVk"'],
  [() => new Blob(['ab',Buffer.from('c')],{type:'Text/Plain'}).size, '3'],
  [() => new Blob(['ab'],{type:'Text/Plain'}).type, '"text/plain"'],
  [() => new Blob(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "sources" argument must be a sequence. Received type number (5)'],
  [() => new File(['a'],'n').name, '"n"'],
  [() => new File(['a']), 'throws TypeError ERR_MISSING_ARGS: The "fileBits" and "fileName" arguments must be specified'],
  [() => Object.prototype.toString.call(new Blob([])), '"[object Blob]"'],
]);
