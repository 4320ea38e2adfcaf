'use strict';

const path = require('path');

/** Under which a context keeps its `securityOptions`. */
exports.OPTIONS = Symbol('egg-security#SECURITY_OPTIONS');
exports.checkIfIgnore = checkIfIgnore;
exports.getFromUrl = getFromUrl;
exports.isSafeDomain = isSafeDomain;
exports.isSafePath = isSafePath;

/** Whether a domain is on the list: itself, a subdomain of an entry, or a match of an entry with `*`. */
function isSafeDomain(domain, whiteList) {
  if (typeof domain !== 'string') return false;
  const lower = domain.toLowerCase();
  return whiteList.some(rule => {
    if (rule.includes('*')) return wildcard(rule).test(lower);
    if (lower === rule) return true;
    return `.${lower}`.endsWith(rule.startsWith('.') ? rule : `.${rule}`);
  });
}

function wildcard(rule) {
  const source = rule.split('*').map(text => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${source}$`, 'is');
}

/** Whether a request path stays below the root, decoded or not. */
function isSafePath(requestPath, ctx) {
  let relative = `.${requestPath}`;
  if (relative.includes('%')) {
    try {
      relative = decodeURIComponent(relative);
    } catch {
      const { env } = ctx.app.config;
      if (env === 'local' || env === 'unittest') {
        ctx.coreLogger.warn('[egg-security: dta global block] : decode file path %s failed.', relative);
      }
    }
  }
  const normalized = path.normalize(relative);
  return !normalized.startsWith('../') && !normalized.startsWith('..\\');
}

/** Whether a rule does not concern this request. */
function checkIfIgnore(options, ctx) {
  return !options.enable || !options.matching(ctx);
}

/** A part of a URL, or the URL; null for what is none. */
function getFromUrl(text, part) {
  try {
    const parsed = new URL(text);
    return part ? parsed[part] : parsed;
  } catch {
    return null;
  }
}
