'use strict';

/** `diagnostics_channel`: named channels that report what happens inside libraries. */

const own = require('internal/channels');
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

/** Channels by name; one that nobody holds any longer may be collected. */
const channels = new Map();
const collected = new FinalizationRegistry((name) => {
  if (channels.get(name)?.deref() === undefined) channels.delete(name);
});
/** Channels with subscribers live on without anybody holding them. */
const subscribed = new Set();

/** What a throwing subscriber does: an uncaught exception after the current work, so that the publisher goes on. */
function rethrowLater(error) {
  process.nextTick(() => {
    throw error;
  });
}

class Channel {
  #subscribers = [];
  #stores = new Map();

  constructor(name) {
    this.name = name;
  }

  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    // A new list: a publication in progress goes on with the old one.
    this.#subscribers = [...this.#subscribers, subscription];
    this.#settle();
  }

  unsubscribe(subscription) {
    const index = this.#subscribers.indexOf(subscription);
    if (index === -1) return false;
    this.#subscribers = this.#subscribers.toSpliced(index, 1);
    this.#settle();
    return true;
  }

  /** Its listeners have changed: who holds it, and whether its maker has anybody to tell. */
  #settle() {
    const { hasSubscribers } = this;
    if (hasSubscribers) subscribed.add(this);
    else subscribed.delete(this);
    if (this.name in own) own[this.name].channel = hasSubscribers ? this : undefined;
  }

  get hasSubscribers() {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  publish(data) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(data, this.name);
      } catch (error) {
        rethrowLater(error);
      }
    }
  }

  /** `runStores` enters `store` with the published data, or with what `transform` makes of it. */
  bindStore(store, transform) {
    this.#stores.set(store, transform);
    this.#settle();
  }

  unbindStore(store) {
    const known = this.#stores.delete(store);
    this.#settle();
    return known;
  }

  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [store, transform] of this.#stores) {
      const next = run;
      run = () => {
        let context = data;
        if (transform) {
          try {
            context = transform(data);
          } catch (error) {
            rethrowLater(error);
            return next();
          }
        }
        return store.run(context, next);
      };
    }
    return run();
  }
}

function channel(name) {
  const known = channels.get(name)?.deref();
  if (known !== undefined) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') throw codes.ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  const made = new Channel(name);
  channels.set(name, new WeakRef(made));
  collected.register(made, name);
  return made;
}

function subscribe(name, subscription) {
  return channel(name).subscribe(subscription);
}

function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}

function hasSubscribers(name) {
  return channels.get(name)?.deref()?.hasSubscribers ?? false;
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

/** The five channels of a traced operation: `tracing:NAME:start` and so on, or those given. */
class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of EVENTS) {
      const value = typeof nameOrChannels === 'string' ? channel(`tracing:${nameOrChannels}:${event}`) : nameOrChannels?.[event];
      if (!(value instanceof Channel)) {
        throw codes.ERR_INVALID_ARG_TYPE(typeof nameOrChannels === 'object' && nameOrChannels !== null ?
          `nameOrChannels.${event}` : 'nameOrChannels', typeof nameOrChannels === 'object' && nameOrChannels !== null ?
          'Channel' : ['string', 'object', 'TracingChannel'], typeof nameOrChannels === 'object' && nameOrChannels !== null ? value : nameOrChannels);
      }
      Object.defineProperty(this, event, { value });
    }
  }

  get hasSubscribers() {
    return EVENTS.some((event) => this[event].hasSubscribers);
  }

  subscribe(handlers) {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event]);
  }

  unsubscribe(handlers) {
    let done = true;
    for (const event of EVENTS) if (handlers[event] && !this[event].unsubscribe(handlers[event])) done = false;
    return done;
  }

  traceSync(fn, context = {}, thisArg, ...args) {
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(fn, context = {}, thisArg, ...args) {
    const settle = (publishResult) => {
      publishResult();
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        let promise = Reflect.apply(fn, thisArg, args);
        if (!(promise instanceof Promise)) promise = Promise.resolve(promise);
        return promise.then((result) => {
          settle(() => { context.result = result; });
          return result;
        }, (error) => {
          settle(() => {
            context.error = error;
            this.error.publish(context);
          });
          throw error;
        });
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /** `position`: which argument of `fn` is the callback; the last by default. */
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    const tracing = this;
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    args.splice(position, 1, function(error, result, ...rest) {
      if (error) {
        context.error = error;
        tracing.error.publish(context);
      } else {
        context.result = result;
      }
      return tracing.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, [error, result, ...rest]);
        } finally {
          tracing.asyncEnd.publish(context);
        }
      });
    });
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}

function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

module.exports = { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, Channel };
