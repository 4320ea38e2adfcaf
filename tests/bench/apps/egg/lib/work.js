'use strict';

// The work behind the answers, without a framework: the koa and fastify applications use this very file.

/** An object whose JSON is 1 KB (1,024 bytes): strings, numbers, flags, nesting, a list. */
const catalogue = {
  id: 4711,
  name: 'A box of tools',
  description: 'Hammer, pliers, a set of screwdrivers and a spirit level in a case of beech wood.',
  price: 89.5,
  inStock: true,
  discontinued: null,
  maker: {
    name: 'Tools & Sons',
    address: { street: '12 Long Lane', city: 'Northwich', postcode: 'CW9 5AB' },
    founded: 1921,
  },
  tags: [ 'tools', 'wood', 'gift', 'workshop', 'diy' ],
  parts: Array.from({ length: 8 }, (_, i) => ({
    sku: `PART-${1000 + i * 37}`,
    title: `Part number ${i + 1}`,
    weight: 120 + i * 15.5,
    spare: i % 2 === 0,
  })),
  notes: '',
};
catalogue.notes = 'x'.repeat(1024 - JSON.stringify(catalogue).length);

/** The user behind an id; `id` stays the text that the route matched. */
function user(id) {
  return { id, name: `user-${id}`, roles: [ 'reader', 'author' ], active: true };
}

/** Fibonacci's n-th number by plain recursion: nothing but calls and additions. */
function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/** 1,000 objects in an order that looks random and is the same everywhere (a linear congruential generator). */
const people = (() => {
  const list = [];
  let state = 42;
  for (let i = 0; i < 1000; i++) {
    state = (state * 48271) % 2147483647;
    list.push({ name: `person-${i}`, score: state });
  }
  return list;
})();

/** Sorts a copy by score; the answer is the two ends, so that the JSON of it costs next to nothing. */
function sortByScore(list) {
  const sorted = list.slice().sort((a, b) => a.score - b.score);
  return { first: sorted[0], last: sorted[sorted.length - 1] };
}

/** What a page lists: 50 objects with a text to escape, numbers and a flag. */
const rows = Array.from({ length: 50 }, (_, i) => ({
  id: 1000 + i,
  name: `Nuts & bolts, size "${i}"`,
  price: i * 1.5 + 0.25,
  left: i % 7,
  isNew: i % 5 === 0,
}));

/** What the static file holds: 10 KB of lines. */
const page = `${'static '.repeat(9)}\n`.repeat(160);

module.exports = { catalogue, fib, page, people, rows, sortByScore, user };
