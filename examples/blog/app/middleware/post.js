'use strict';

/** For routes with the id of a post in `parameter`: finds it for the controller, or answers 404 in its place. */
module.exports = ({ parameter }) => async function post(ctx, next) {
  ctx.state.post = await ctx.service.posts.find(ctx.params[parameter]);
  await next();
};
