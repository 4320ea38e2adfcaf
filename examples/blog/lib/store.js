'use strict';

/** Posts and their comments, in memory: gone with the worker, and each worker has its own. */
class Store {
  constructor() {
    this.posts = new Map();
    this.lastId = 0;
  }

  all() {
    return [ ...this.posts.values() ].sort((a, b) => b.id - a.id);
  }

  get(id) {
    return this.posts.get(id);
  }

  add({ title, text, author }) {
    const post = { id: ++this.lastId, title, text, author, comments: [] };
    this.posts.set(post.id, post);
    return post;
  }

  remove(id) {
    return this.posts.delete(id);
  }
}

module.exports = Store;
