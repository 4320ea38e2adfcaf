'use strict';

exports.page = ctx => ctx.render('index.jsx', { title: 'Assets & co', q: ctx.query.q });

exports.helper = ctx => {
  const { assets } = ctx.helper;
  const refused = run => {
    try {
      return run();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  ctx.body = { urls: [ 'index.js', 'index.css', 'other.js' ].map(entry => assets.getURL(entry)), missing: refused(() => assets.getURL('none.js')), context: assets.getContext({ a: 'é</script>' }), same: assets === ctx.helper.assets };
};
