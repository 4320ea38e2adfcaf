'use strict';

const { Controller } = require('egg');

class PagesController extends Controller {
  async home() {
    const { ctx } = this;
    const { html, excerpt } = ctx.helper;
    const { posts, page, pages } = await ctx.service.posts.list(Number(ctx.query.page || 1));
    const link = (number, text) => html`<a href="${ctx.helper.pathFor('home')}?page=${number}">${text}</a> `;
    ctx.body = ctx.helper.page(`Page ${page}`, html`
    ${posts.map(post => html`<article>
      <h2><a href="${ctx.helper.pathFor('post', { id: post.id })}">${post.title}</a></h2>
      <p>${excerpt(post.text)}</p>
    </article>`)}
    <nav>${page > 1 && link(page - 1, 'newer')}${page < pages && link(page + 1, 'older')}</nav>`);
  }

  async post() {
    const { ctx } = this;
    const { html } = ctx.helper;
    const { post } = ctx.state;
    ctx.body = ctx.helper.page(post.title, html`
    <article>
      <h1>${post.title}</h1>
      <p>by ${post.author}</p>
      ${post.text.split('\n\n').map(paragraph => html`<p>${paragraph}</p>`)}
    </article>
    <section>
      <h2>Comments (${post.comments.length})</h2>
      ${post.comments.map(comment => html`<p><b>${comment.name}</b>: ${comment.text}</p>`)}
      <form method="post" action="${ctx.helper.pathFor('comment', { id: post.id })}">
        <input type="hidden" name="_csrf" value="${ctx.csrf}">
        <input name="name" placeholder="Your name" value="${ctx.readerName}">
        <textarea name="text" placeholder="Your comment"></textarea>
        <button>Send</button>
      </form>
    </section>`);
  }

  async comment() {
    const { ctx } = this;
    const { post } = ctx.state;
    const comment = await ctx.service.comments.create(post, ctx.request.body);
    ctx.readerName = comment.name;
    ctx.redirect(ctx.helper.pathFor('post', { id: post.id }));
  }
}

module.exports = PagesController;
