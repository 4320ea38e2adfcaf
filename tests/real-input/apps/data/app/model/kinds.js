'use strict';

// No model: the plugin leaves it out.
module.exports = () => [ 'novel', 'poem' ];
