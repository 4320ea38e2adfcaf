'use strict';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;', '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' };

/**
 * Renders a Mustache template: `{{name}}` escaped, `{{{name}}}` and `{{&name}}` as it is, `{{#name}}` sections (lists, truthy
 * values), `{{^name}}` inverted ones, `{{! comments}}`, dotted names, and `{{.}}`.
 */
module.exports = function render(template, view) {
  return renderNodes(parse(template), [ view ]);
};

function parse(template) {
  const root = { children: [] };
  const open = [ root ];
  const tag = /\{\{(?:\{\s*(?<raw>[^}]+?)\s*\}|(?<kind>[#^/!&]?)\s*(?<name>[^}]*?)\s*)\}\}/g;
  let position = 0;
  for (const match of template.matchAll(tag)) {
    const { raw, kind, name } = match.groups;
    const siblings = open.at(-1).children;
    siblings.push({ text: template.slice(position, match.index) });
    position = match.index + match[0].length;
    if (raw !== undefined || kind === '&') {
      siblings.push({ name: raw ?? name, isRaw: true });
    } else if (kind === '#' || kind === '^') {
      const section = { name, isInverted: kind === '^', children: [] };
      siblings.push(section);
      open.push(section);
    } else if (kind === '/') {
      const section = open.pop();
      if (section.name !== name) throw new Error(`the template closes "${name}" where "${section.name ?? 'nothing'}" is open`);
    } else if (kind !== '!') {
      siblings.push({ name });
    }
  }
  if (open.length > 1) throw new Error(`the template does not close "${open.at(-1).name}"`);
  root.children.push({ text: template.slice(position) });
  return root.children;
}

function renderNodes(nodes, scopes) {
  return nodes.map(node => {
    if (node.text !== undefined) return node.text;
    const value = lookup(node.name, scopes);
    if (!node.children) return node.isRaw ? String(value ?? '') : escape(value ?? '');
    const isEmpty = !value || (Array.isArray(value) && value.length === 0);
    if (node.isInverted) return isEmpty ? renderNodes(node.children, scopes) : '';
    if (isEmpty) return '';
    return [ value ].flat().map(item => renderNodes(node.children, [ item, ...scopes ])).join('');
  }).join('');
}

/** The innermost scope that has the name's first part. */
function lookup(name, scopes) {
  if (name === '.') return scopes[0];
  const [ first, ...rest ] = name.split('.');
  const scope = scopes.find(candidate => typeof candidate === 'object' && candidate !== null && first in candidate);
  return rest.reduce((value, key) => value?.[key], scope?.[first]);
}

function escape(value) {
  return String(value).replace(/[&<>"'/`=]/g, character => ENTITIES[character]);
}
