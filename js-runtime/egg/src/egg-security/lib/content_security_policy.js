'use strict';

// Browsers that say to be Internet Explorer (npm package `platform` 1, which egg asks): Opera as version 8 without Trident.
const EXPLORER = /\bTrident\/|\bMSIE (?!8\.0(?!.*Trident))/;
const OTHERS = /\b(?:Opera|IEMobile|Avant|Maxthon|Lunascape|Sleipnir|SlimBrowser|AOL)\b/i;

/** Sets the Content-Security-Policy of `policy`: directives with their values, `script-src` always with a nonce. */
module.exports = function contentSecurityPolicy(ctx, { policy, reportOnly, supportIE }) {
  const directives = Object.entries(policy ?? {}).map(([ name, value ]) => directive(ctx, name, [ value ].flat()));
  const old = supportIE && isExplorer(ctx.get('user-agent')) ? 'x-' : '';
  ctx.set(`${old}content-security-policy${reportOnly ? '-report-only' : ''}`, directives.join(';'));
  ctx.set('x-csp-nonce', ctx.nonce);
};

function directive(ctx, name, values) {
  if (name === 'sandbox' && values[0] === true) return name;
  const sources = [ ...values ];
  if (name === 'script-src' && !sources.some(source => source.includes('nonce-'))) sources.push(`'nonce-${ctx.nonce}'`);
  // `.example.com` is how egg's white lists are written.
  return `${name} ${sources.map(source => (source.startsWith('.') ? `*${source}` : source)).join(' ')}`;
}

function isExplorer(userAgent) {
  return EXPLORER.test(userAgent) && !OTHERS.test(userAgent);
}
