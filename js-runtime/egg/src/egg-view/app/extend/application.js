'use strict';

const { accessor } = require('internal/egg/not_built');

Object.defineProperty(exports, 'view', accessor('app.view', 'view',
  'the view plugin is not there yet; render with a template engine from npm and set ctx.body'));
