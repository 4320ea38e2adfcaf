'use strict';

const { Service } = require('egg');

class CommentsService extends Service {
  /** Adds a comment of { name, text } to a post; throws 422. */
  async create(post, { name, text }) {
    this.service.validation.require({ name, text }, [ 'name', 'text' ]);
    const comment = { id: post.comments.length + 1, name, text };
    post.comments.push(comment);
    return comment;
  }
}

module.exports = CommentsService;
