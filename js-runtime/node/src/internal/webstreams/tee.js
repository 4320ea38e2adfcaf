'use strict';

/** `readable.tee()`: two streams that both get every chunk; the source is cancelled when both are. */

const { deferred, kState, upon } = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');
const chunks = require('internal/webstreams/readable_default_controller');
const bytes = require('internal/webstreams/readable_byte_controller');

/** The two cancellations of a pair, and the promise of both. */
function cancellation(source) {
  const both = deferred();
  const state = { canceled: [false, false], reasons: [undefined, undefined] };
  const cancel = (index) => (reason) => {
    state.canceled[index] = true;
    state.reasons[index] = reason;
    if (state.canceled[1 - index]) both.resolve(streams.cancel(source, state.reasons.slice()));
    return both.promise;
  };
  return { both, state, cancel };
}

function teeChunks(source) {
  const { createReadable } = require('internal/webstreams/readable');
  const { ReadableStreamDefaultReader } = require('internal/webstreams/readable_readers');
  const reader = new ReadableStreamDefaultReader(source);
  const { both, state, cancel } = cancellation(source);
  let reading = false;
  let again = false;
  const branches = [];
  const open = () => branches.filter((_, index) => !state.canceled[index]).map((branch) => branch[kState].controller);

  function pull() {
    if (reading) {
      again = true;
      return Promise.resolve();
    }
    reading = true;
    streams.read(reader, {
      chunk(value) {
        queueMicrotask(() => {
          again = false;
          for (const controller of open()) if (chunks.canAct(controller)) chunks.enqueue(controller, value);
          reading = false;
          if (again) pull();
        });
      },
      close() {
        reading = false;
        for (const controller of open()) chunks.close(controller);
        if (!state.canceled[0] || !state.canceled[1]) both.resolve();
      },
      error() { reading = false; },
    });
    return Promise.resolve();
  }

  for (const index of [0, 1]) branches.push(createReadable({ start() {}, pull, cancel: cancel(index) }));
  upon(reader[kState].closed.promise, () => {}, (reason) => {
    for (const branch of branches) chunks.error(branch[kState].controller, reason);
    if (!state.canceled[0] || !state.canceled[1]) both.resolve();
  });
  return branches;
}

function teeBytes(source) {
  const { createReadableBytes } = require('internal/webstreams/readable');
  const { ReadableStreamBYOBReader, ReadableStreamDefaultReader, readInto } = require('internal/webstreams/readable_readers');
  let reader = new ReadableStreamDefaultReader(source);
  const { both, state, cancel } = cancellation(source);
  let reading = false;
  const again = [false, false];
  const branches = [];
  const controllerOf = (index) => branches[index][kState].controller;

  function watch(which) {
    upon(which[kState].closed.promise, () => {}, (reason) => {
      if (which !== reader) return;
      for (const index of [0, 1]) bytes.error(controllerOf(index), reason);
      if (!state.canceled[0] || !state.canceled[1]) both.resolve();
    });
  }

  function use(Reader) {
    if (reader instanceof Reader) return;
    const old = reader;
    reader = undefined;
    old.releaseLock();
    reader = new Reader(source);
    watch(reader);
  }

  function fail(reason) {
    for (const index of [0, 1]) bytes.error(controllerOf(index), reason);
    both.resolve(streams.cancel(source, reason));
  }

  function finished() {
    reading = false;
    for (const index of [0, 1]) {
      if (again[index]) {
        again[index] = false;
        pull(index);
        return;
      }
    }
  }

  function ended(view, index) {
    reading = false;
    for (const each of [0, 1]) if (!state.canceled[each]) bytes.close(controllerOf(each));
    if (view !== undefined) {
      if (!state.canceled[index]) bytes.respondWithView(controllerOf(index), view);
      const other = controllerOf(1 - index);
      if (!state.canceled[1 - index] && other[kState].waiting.length > 0) bytes.respond(other, 0);
    } else {
      for (const each of [0, 1]) if (controllerOf(each)[kState].waiting.length > 0) bytes.respond(controllerOf(each), 0);
    }
    if (!state.canceled[0] || !state.canceled[1]) both.resolve();
  }

  function pullDefault() {
    use(ReadableStreamDefaultReader);
    streams.read(reader, {
      chunk(value) {
        queueMicrotask(() => {
          again.fill(false);
          let copy = value;
          if (!state.canceled[0] && !state.canceled[1]) {
            try {
              copy = value.slice();
            } catch (reason) {
              fail(reason);
              return;
            }
          }
          if (!state.canceled[0]) bytes.enqueue(controllerOf(0), value);
          if (!state.canceled[1]) bytes.enqueue(controllerOf(1), copy);
          finished();
        });
      },
      close() { ended(undefined); },
      error() { reading = false; },
    });
  }

  function pullByob(view, index) {
    use(ReadableStreamBYOBReader);
    const other = 1 - index;
    readInto(reader, view, {
      chunk(value) {
        queueMicrotask(() => {
          again.fill(false);
          if (!state.canceled[other]) {
            let copy;
            try {
              copy = value.slice();
            } catch (reason) {
              fail(reason);
              return;
            }
            if (!state.canceled[index]) bytes.respondWithView(controllerOf(index), value);
            bytes.enqueue(controllerOf(other), copy);
          } else if (!state.canceled[index]) {
            bytes.respondWithView(controllerOf(index), value);
          }
          finished();
        });
      },
      close(value) { ended(value, index); },
      error() { reading = false; },
    });
  }

  function pull(index) {
    if (reading) {
      again[index] = true;
      return Promise.resolve();
    }
    reading = true;
    const request = bytes.byobRequest(controllerOf(index));
    if (request === null) pullDefault();
    else pullByob(request.view, index);
    return Promise.resolve();
  }

  for (const index of [0, 1]) branches.push(createReadableBytes({ start() {}, pull: () => pull(index), cancel: cancel(index) }));
  watch(reader);
  return branches;
}

module.exports = { teeBytes, teeChunks };
