'use strict';

/** Calls back once when an answer is out or its connection is gone: `callback(error | null, res)`. */
exports.onFinished = function onFinished(res, callback) {
  if (res.writableFinished || res.destroyed) {
    setImmediate(callback, null, res);
    return;
  }
  let onError = error => {
    res.removeListener('finish', onEnd);
    res.removeListener('close', onEnd);
    res.removeListener('error', onError);
    // They hold each other otherwise, and the request with them: work for the collector.
    onError = onEnd = undefined;
    callback(error ?? null, res);
  };
  let onEnd = () => onError();
  res.on('finish', onEnd);
  res.on('close', onEnd);
  res.on('error', onError);
};
