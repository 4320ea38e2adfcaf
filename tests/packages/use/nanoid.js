const { nanoid, customAlphabet } = require('nanoid');
show(nanoid().length, /^[\w-]{21}$/.test(nanoid()), /^[ab]{30}$/.test(customAlphabet('ab', 30)()), new Set(Array.from({ length: 500 }, () => nanoid())).size);
require('nanoid/async').nanoid(5).then(id => show(id.length));
