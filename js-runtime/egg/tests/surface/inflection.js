'use strict';

// Names of RESTful routes, as the npm package inflection 1 makes them. (ROUTER-052)
const assert = require('assert');
const { pluralize, singularize } = surface('internal/egg/inflection');

const pairs = {
  post: 'posts', category: 'categories', person: 'people', child: 'children', box: 'boxes', bus: 'buses',
  status: 'statuses', potato: 'potatoes', mouse: 'mice', matrix: 'matrices', index: 'indices', quiz: 'quizzes',
  datum: 'data', wife: 'wives', half: 'halves', day: 'days', man: 'men', foot: 'feet',
};
for (const [ one, many ] of Object.entries(pairs)) {
  assert.strictEqual(pluralize(one), many);
  assert.strictEqual(singularize(many), one);
  assert.strictEqual(pluralize(many), many);
  assert.strictEqual(singularize(one), one);
}
for (const word of [ 'news', 'sheep', 'information', 'News' ]) {
  assert.strictEqual(pluralize(word), word);
  assert.strictEqual(singularize(word), word);
}
// an unnamed resource
assert.strictEqual(pluralize(''), 's');
assert.strictEqual(singularize(''), '');
