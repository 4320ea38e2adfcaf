'use strict';

// node:stream/promises.

const { pipelinePromise } = require('internal/streams/pipeline');
const { finishedPromise } = require('internal/streams/end_of_stream');

require('stream');

module.exports = {
  finished: finishedPromise,
  pipeline: pipelinePromise,
};
Object.defineProperty(pipelinePromise, 'name', { __proto__: null, value: 'pipeline', configurable: true });
Object.defineProperty(finishedPromise, 'name', { __proto__: null, value: 'finished', configurable: true });
