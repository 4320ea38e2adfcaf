'use strict';

module.exports = ({ router, controller: { touch } }) => {
  for (const name of Object.keys(touch)) router.get(`/${name}`, touch[name]);
};
