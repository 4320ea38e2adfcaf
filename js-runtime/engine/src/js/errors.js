// Gives errors the shape that packages expect of V8: `stack` begins with the error's own line, call sites answer every
// method that depd and friends call, and the engine's own messages read as V8 words them.
(function () {
  'use strict';
  const rawDescriptor = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const rawSet = rawDescriptor.set;

  const REWORDED = [
    [/^cannot read property '([^]*)' of (undefined|null)$/, "Cannot read properties of $2 (reading '$1')"],
    [/^cannot set property '([^]*)' of (undefined|null)$/, "Cannot set properties of $2 (setting '$1')"],
    [/^(\S+) is not initialized$/, "Cannot access '$1' before initialization"],
    [/^'([^]*)' is read-only$/, "Cannot assign to read only property '$1' of object"],
    [/^class constructors must be invoked with 'new'$/, "Class constructor cannot be invoked without 'new'"],
    [/^([^]* in JSON at position \d+) \(line \d+ column \d+\)$/, '$1'],
    [/^cannot convert symbol to string$/, 'Cannot convert a Symbol value to a string'],
    [/^circular reference$/, 'Converting circular structure to JSON'],
    [/^bigint are forbidden in JSON.stringify$/i, 'Do not know how to serialize a BigInt'],
  ];

  function reword(error) {
    const message = error.message;
    if (typeof message !== 'string') return;
    for (let i = 0; i < REWORDED.length; i++) {
      if (REWORDED[i][0].test(message)) {
        error.message = message.replace(REWORDED[i][0], REWORDED[i][1]);
        return;
      }
    }
  }

  function frame(site) {
    const name = site.getFunctionName();
    const file = site.getFileName();
    if (file === null || file === undefined) return '    at ' + (name || '<anonymous>') + ' (native)';
    const where = file + ':' + site.getLineNumber() + ':' + site.getColumnNumber();
    return name ? '    at ' + name + ' (' + where + ')' : '    at ' + where;
  }

  function header(error) {
    try {
      return Error.prototype.toString.call(error);
    } catch {
      return '<error>';
    }
  }

  // What a stack is until somebody reads it. V8 writes the text at the first look as well, so that a name or a message given
  // to the error meanwhile stands in its first line.
  class Unread {
    constructor(sites) {
      this.sites = sites;
      this.text = undefined;
    }

    read(error) {
      if (this.text === undefined) {
        let text = header(error);
        for (let i = 0; i < this.sites.length; i++) text += '\n' + frame(this.sites[i]);
        this.text = text;
        // They hold the functions that they name.
        this.sites = undefined;
      }
      return this.text;
    }
  }

  function prepare(error, sites) {
    // Only the engine makes these kinds with messages of its own.
    if (error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError) reword(error);
    // At the heap limit the engine counts a last call site for which it had no memory.
    if (sites.length > 0 && sites[sites.length - 1] === undefined) sites.length--;
    return new Unread(sites);
  }

  // The call site's prototype is reachable only from inside a hook.
  let proto;
  rawSet.call(Error, (error, sites) => {
    proto = Object.getPrototypeOf(sites[0]);
    return '';
  });
  new Error().stack;
  const add = {
    getThis() { return undefined; },
    getTypeName() { return null; },
    getMethodName() { return null; },
    getEvalOrigin() { return undefined; },
    getPromiseIndex() { return null; },
    getScriptNameOrSourceURL() { return this.getFileName(); },
    getScriptHash() { return ''; },
    getEnclosingLineNumber() { return this.getLineNumber(); },
    getEnclosingColumnNumber() { return this.getColumnNumber(); },
    getPosition() { return 0; },
    isEval() { return false; },
    isToplevel() { return true; },
    isAsync() { return false; },
    isPromiseAll() { return false; },
    toString() { return frame(this).slice('    at '.length); },
  };
  for (const name of Object.keys(add)) {
    Object.defineProperty(proto, name, { value: add[name], writable: true, configurable: true, enumerable: false });
  }
  rawSet.call(Error, prepare);

  // In V8 `stack` is an own property that is not enumerable and takes any value.
  function setStack(value) {
    Object.defineProperty(this, 'stack', { value, writable: true, configurable: true, enumerable: false });
  }

  const { get: rawStack } = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  Object.defineProperty(Error.prototype, 'stack', {
    configurable: true,
    enumerable: false,
    get() {
      const value = rawStack.call(this);
      return value instanceof Unread ? value.read(this) : value;
    },
    set: setStack,
  });

  // The engine gives the object a property of its own. Unread, it is an accessor until it is looked at.
  const captured = new WeakMap();
  function capturedStack() {
    for (let owner = this; owner !== null; owner = Object.getPrototypeOf(owner)) {
      const unread = captured.get(owner);
      if (unread !== undefined) return unread.read(owner);
    }
    return undefined;
  }

  const rawCapture = Error.captureStackTrace;
  Object.defineProperty(Error, 'captureStackTrace', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: function captureStackTrace(object, above) {
      // Without a function to begin above, from whoever called this one.
      rawCapture(object, typeof above === 'function' ? above : captureStackTrace);
      const unread = Object.getOwnPropertyDescriptor(object, 'stack')?.value;
      if (!(unread instanceof Unread)) return;
      // A function that nobody is in leaves nothing above it.
      if (unread.sites.length > 0 && unread.sites[0].getFunction() === captureStackTrace) unread.sites = [];
      captured.set(object, unread);
      Object.defineProperty(object, 'stack', { get: capturedStack, set: setStack, configurable: true, enumerable: false });
    },
  });

  // Node's `Error.prepareStackTrace` is undefined until somebody sets it, and packages put back what they found.
  let own;
  Object.defineProperty(Error, 'prepareStackTrace', {
    configurable: true,
    enumerable: false,
    get() { return own; },
    set(value) {
      own = value;
      rawSet.call(Error, typeof value === 'function' ? value : prepare);
    },
  });
})
