'use strict';

/** Fills `{name}` from an object or `{0}` from an array; undefined for other values. What has no value stays. */
module.exports = function formatText(text, values) {
  if (Array.isArray(values)) {
    return text.replace(/\{(\d+)\}/g, (placeholder, index) => (index < values.length ? values[index] : placeholder));
  }
  if (Object.prototype.toString.call(values) === '[object Object]') {
    return text.replace(/\{(.+?)\}/g, (placeholder, name) => values[name] || placeholder);
  }
  return undefined;
};
