'use strict';

/** The dispose symbols, which engines without explicit resource management lack; Node 20 puts them on Symbol. */
for (const name of ['dispose', 'asyncDispose']) {
  if (Symbol[name] === undefined) {
    const description = name === 'dispose' ? 'SymbolDispose' : 'SymbolAsyncDispose';
    Object.defineProperty(Symbol, name, { value: Symbol(description), writable: false, enumerable: false, configurable: false });
  }
}

module.exports = { SymbolDispose: Symbol.dispose, SymbolAsyncDispose: Symbol.asyncDispose };
