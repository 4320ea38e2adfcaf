'use strict';

const CELLS = 'align valign';
const MEDIA = 'autoplay controls crossorigin loop muted preload src';

/** Attributes by tag. Tags without attributes of their own stand in one line. */
const ATTRIBUTES = {
  a: 'target href title',
  abbr: 'title',
  area: 'shape coords href alt',
  audio: MEDIA,
  bdi: 'dir',
  bdo: 'dir',
  blockquote: 'cite',
  col: `${CELLS} span width`,
  colgroup: `${CELLS} span width`,
  del: 'datetime',
  details: 'open',
  font: 'color size face',
  img: 'src alt title width height loading',
  ins: 'datetime',
  table: `width border ${CELLS}`,
  tbody: CELLS,
  td: `width rowspan colspan ${CELLS}`,
  tfoot: CELLS,
  th: `width rowspan colspan ${CELLS}`,
  thead: CELLS,
  tr: `rowspan ${CELLS}`,
  video: `${MEDIA} playsinline poster height width`,
};

const BARE = 'address article aside b big br caption center cite code dd div dl dt em figcaption figure footer '
  + 'h1 h2 h3 h4 h5 h6 header hr i kbd li mark nav ol p pre s section small span sub summary sup strong strike tt u ul';

/** What is left of HTML by default: a list of attributes for every tag that stays. */
module.exports = Object.fromEntries([
  ...Object.entries(ATTRIBUTES).map(([ tag, names ]) => [ tag, names.split(' ') ]),
  ...BARE.split(' ').map(tag => [ tag, [] ]),
]);
