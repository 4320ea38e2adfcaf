'use strict';

const TOPICS = [ 'soft eggs', 'hard eggs', 'an omelette', 'shakshuka', 'eggs Benedict', 'a soufflé' ];

module.exports = class BlogBoot {
  constructor(app) {
    this.app = app;
  }

  // services, controllers and extensions are loaded, requests do not come in yet
  async didLoad() {
    const { store, config } = this.app;
    for (let i = 0; i < config.blog.seed; i++) {
      const topic = TOPICS[i % TOPICS.length];
      store.add({
        title: `On ${topic}, part ${Math.floor(i / TOPICS.length) + 1}`,
        text: `All there is to know about ${topic} <in brief>.\n\nTake fresh eggs & good butter. The rest is patience.`,
        author: i % 2 ? 'Ada' : 'Grace',
      });
    }
  }
};
