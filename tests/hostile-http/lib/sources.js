'use strict';

const fs = require('fs');
const path = require('path');
const { corpora } = require('./corpora');

const here = path.join(__dirname, '..');

/**
 * All requests in their groups: `{ name, about, cases: [{ id, name, verdict, why, bytes, before }] }`. `verdict`: 'valid', or
 * 'invalid' (no 2xx may come for it; for `before` valid requests in front of it it may).
 */
module.exports.sources = ({ scratch, offline, progress }) => {
  const own = [
    read('own', 'our own, one for each rule of the guard'),
    read('h1spec', 'the cases of h1spec, written anew'),
  ];
  if (offline) return own;
  const foreign = corpora(scratch, progress);
  overrule(foreign);
  return [ ...own, ...foreign ];
};

/** A file of cases/: `[{ name, raw, verdict, why }]`; `raw` is Latin-1, `{{repeat TEXT COUNT}}` in it is filled in. */
function read(name, about) {
  const cases = JSON.parse(fs.readFileSync(path.join(here, 'cases', `${name}.json`), 'utf8'));
  return {
    name,
    about,
    isListed: true,
    cases: cases.map(one => ({
      before: 0,
      ...one,
      id: `${name}/${one.name}`,
      bytes: Buffer.from(one.raw.replace(/\{\{repeat (.+?) (\d+)\}\}/g, (_, text, count) => text.repeat(Number(count))), 'latin1'),
    })),
  };
}

/** Where we see a corpus' request otherwise than its maker: cases/overruled.json, each with its reason. */
function overrule(groups) {
  const overruled = JSON.parse(fs.readFileSync(path.join(here, 'cases/overruled.json'), 'utf8'));
  const known = new Map(groups.flatMap(({ cases }) => cases.map(one => [ one.id, one ])));
  for (const { ids, ...verdict } of overruled) {
    for (const id of ids) {
      if (!known.has(id)) throw new Error(`cases/overruled.json names '${id}', which no corpus has`);
      Object.assign(known.get(id), verdict, { isOverruled: true });
    }
  }
}
