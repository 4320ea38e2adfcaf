'use strict';

/** Calls back once when an answer is out or its connection is gone: `callback(error | null, res)`. */
exports.onFinished = function onFinished(res, callback) {
  if (res.writableFinished || res.destroyed) {
    setImmediate(callback, null, res);
    return;
  }
  const done = error => {
    res.removeListener('finish', onFinish);
    res.removeListener('close', onClose);
    res.removeListener('error', done);
    callback(error ?? null, res);
  };
  const onFinish = () => done();
  const onClose = () => done();
  res.on('finish', onFinish);
  res.on('close', onClose);
  res.on('error', done);
};
