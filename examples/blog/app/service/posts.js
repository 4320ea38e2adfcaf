'use strict';

const { Service } = require('egg');

class PostsService extends Service {
  get store() {
    return this.app.store;
  }

  /** One page of posts, the newest first: { posts, page, pages }. */
  async list(page = 1) {
    const { pageSize } = this.config.blog;
    const all = this.store.all();
    const pages = Math.max(1, Math.ceil(all.length / pageSize));
    if (!(Number.isInteger(page) && page >= 1 && page <= pages)) this.ctx.throw(404, `There is no page ${page}`);
    return { posts: all.slice((page - 1) * pageSize, page * pageSize), page, pages };
  }

  /** The post with this id (as text); throws 404. */
  async find(id) {
    const post = this.store.get(Number(id));
    if (!post) this.ctx.throw(404, `There is no post ${id}`);
    return post;
  }

  /** Adds a post of { title, text, author }; throws 422. */
  async create(fields) {
    this.service.validation.require(fields, [ 'title', 'text', 'author' ]);
    return this.store.add(fields);
  }

  /** Changes the fields of a post that are given; throws 422. */
  async update(post, fields) {
    const changes = {};
    for (const name of [ 'title', 'text', 'author' ]) {
      if (fields[name] !== undefined) changes[name] = fields[name];
    }
    this.service.validation.require(changes, Object.keys(changes));
    return Object.assign(post, changes);
  }

  async remove(post) {
    this.store.remove(post.id);
  }
}

module.exports = PostsService;
