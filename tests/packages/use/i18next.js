const i18next = require('i18next');
(async () => {
  const i = i18next.createInstance();
  const t = await i.init({ lng: 'zh', fallbackLng: 'en', resources: { en: { translation: { k: 'hello {{n}}', item_one: '{{count}} item', item_other: '{{count}} items', num: '{{v, number}}', ctx_male: 'he' } }, zh: { translation: { k: '你好 {{n, upper}}', nest: '$t(k)' } } }, interpolation: { format: (v, f) => f === 'upper' ? String(v).toUpperCase() : v } });
  show(
    t('k', { n: 'a' }), t('item', { count: 1 }), t('item', { count: 5, lng: 'en' }), t('item', { count: 1, lng: 'en' }),
    t('ctx', { context: 'male' }), t('none'), t('nest', { n: 'b' }), i.dir()
  );
  await i.changeLanguage('en');
  show(i.t('k', { n: '<b>' }));
})();
