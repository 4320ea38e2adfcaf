'use strict';

module.exports = ({ controller, io, router }) => {
  router.get('/', ctx => { ctx.body = 'ready'; });
  router.get('/rooms', controller.rooms.together);
  for (const event of [ 'join', 'say' ]) io.of('/').route(event, io.controller.room[event]);
};
