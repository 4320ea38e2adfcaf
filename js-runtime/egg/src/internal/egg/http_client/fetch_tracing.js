'use strict';

// What urllib 4 publishes of each fetch, for tracers: the channels `urllib:fetch:request` and `urllib:fetch:response`, and the two that its
// client has.

const diagnostics = require('diagnostics_channel');
const { performance } = require('perf_hooks');

const channels = {
  request: diagnostics.channel('urllib:request'),
  response: diagnostics.channel('urllib:response'),
  fetchRequest: diagnostics.channel('urllib:fetch:request'),
  fetchResponse: diagnostics.channel('urllib:fetch:response'),
};

let lastId = 0;

/** Undefined where nobody listens; else `{ answered(response), failed(error) }`. */
exports.start = function start(request) {
  if (Object.values(channels).every((channel) => !channel.hasSubscribers)) return undefined;
  const requestId = ++lastId;
  const started = performance.now();
  const headers = Object.fromEntries(request.headers);
  const args = { method: request.method, type: request.method, data: request.body, headers };
  const meta = { requestId, url: request.url, args, retries: 0 };
  const fetch = { requestId, request };
  channels.request.publish({ request: meta, isSentByFetch: true });
  channels.fetchRequest.publish({ fetch });
  const told = (fields) => ({ headers: {}, size: 0, aborted: false, rt: performance.now() - started, requestUrls: [request.url], ...fields });
  return {
    answered(response) {
      const { status, statusText } = response;
      const answerHeaders = Object.fromEntries(response.headers);
      const size = Number(answerHeaders['content-length']) || 0;
      channels.fetchResponse.publish({ fetch, response });
      const shown = told({ status, statusCode: status, statusText, statusMessage: statusText, headers: answerHeaders, size });
      channels.response.publish({ request: meta, response: shown, isSentByFetch: true });
    },
    failed(error) {
      channels.fetchResponse.publish({ fetch, error });
      const shown = told({ status: -1, statusCode: -1, statusText: '', statusMessage: '' });
      channels.response.publish({ request: meta, response: shown, error, isSentByFetch: true });
    },
  };
};
