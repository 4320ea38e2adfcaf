'use strict';

// node:stream/promises.

const { pipelinePromise } = require('internal/streams/pipeline');
const { finishedPromise } = require('internal/streams/end_of_stream');

require('stream');

module.exports = {
  finished: finishedPromise,
  pipeline: pipelinePromise,
};
