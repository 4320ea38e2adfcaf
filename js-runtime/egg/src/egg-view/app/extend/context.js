'use strict';

const { accessor, method } = require('internal/egg/not_built');

const ADVICE = 'the view plugin is not there yet; render with a template engine from npm and set ctx.body';

for (const name of [ 'render', 'renderView', 'renderString' ]) exports[name] = method(`ctx.${name}()`, ADVICE);
Object.defineProperty(exports, 'view', accessor('ctx.view', 'view', ADVICE));
