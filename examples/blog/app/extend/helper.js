'use strict';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Markup that is safe as it stands. */
class Markup {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

function markup(value) {
  if (value === undefined || value === null || value === false) return '';
  if (Array.isArray(value)) return value.map(markup).join('');
  if (value instanceof Markup) return value.text;
  return String(value).replace(/[&<>"']/g, character => ENTITIES[character]);
}

module.exports = {
  /** A tag for template literals: HTML whose values are escaped, unless they are made by this very tag (or lists of such). */
  html(strings, ...values) {
    return new Markup(strings.reduce((text, string, i) => text + markup(values[i - 1]) + string));
  },

  /** The first words of a text, at most `length` characters of it. */
  excerpt(text, length = 60) {
    const line = text.replace(/\s+/g, ' ');
    return line.length <= length ? line : `${line.slice(0, line.lastIndexOf(' ', length))} …`;
  },

  /** A whole page around `content`. */
  page(title, content) {
    const { html, app, ctx } = this;
    const name = ctx.readerName;
    return String(html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${title} - ${app.config.blog.title}</title>
  <link rel="stylesheet" href="/public/style.css">
</head>
<body>
  <header><a href="${this.pathFor('home')}">${app.config.blog.title}</a>${name && html` <small>Welcome back, ${name}.</small>`}</header>
  <main>${content}</main>
</body>
</html>
`);
  },
};
