'use strict';

module.exports = app => {
  const { router, controller, middleware } = app;
  const post = middleware.post({ parameter: 'id' });
  const postOfComments = middleware.post({ parameter: 'post' });

  // pages
  router.get('home', '/', controller.pages.home);
  router.get('post', '/posts/:id', post, controller.pages.post);
  router.post('comment', '/posts/:id/comments', post, controller.pages.comment);
  router.redirect('/blog', '/', 301);

  // the API
  router.resources('apiPosts', '/api/posts', controller.api.posts);
  router.resources('apiComments', '/api/posts/:post/comments', postOfComments, controller.api.comments);
  router.get('/api/stats', controller.api.stats.index);
};
