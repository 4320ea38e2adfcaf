'use strict';

/** `module`: the Module of the loader. */

const { Module } = require('internal/cjs');
const { refusal } = require('internal/not_built');

Module.register = refusal('module.register()', 'Loader hooks belong to ES modules; patch Module._resolveFilename for CommonJS.');
Module.findSourceMap = function findSourceMap() { return undefined; };
Module.SourceMap = refusal('module.SourceMap', 'Use the source-map package.');

module.exports = Module;
