/**
 * Markup of our own as a tree: formulas and icons, which are written as markup because that is how they read. They are well-formed
 * XML, so this reads them without `innerHTML`, which pages with trusted types (`require-trusted-types-for 'script'`) forbid.
 */

const NAMESPACES = /** @type {Record<string, string>} */ ({ svg: "http://www.w3.org/2000/svg", math: "http://www.w3.org/1998/Math/MathML" });
const TOKEN = /<(?<end>\/?)(?<name>[\w-]+)(?<attributes>(?:\s+[\w-]+="[^"]*")*)\s*(?<empty>\/?)>|(?<text>[^<]+)/gy;
const ATTRIBUTE = /([\w-]+)="([^"]*)"/g;
const ENTITIES = /** @type {Record<string, string>} */ ({ "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" });

/** @param {string} written */
const plain = (written) => written.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);

/** A tree from trusted markup of our own. @param {string} markup @returns {DocumentFragment} */
export function fragment(markup) {
  const tree = document.createDocumentFragment();
  /** @type {(DocumentFragment | Element)[]} */
  const open = [tree];
  let read = 0;
  for (const { 0: token, groups } of markup.matchAll(TOKEN)) {
    const { end, name, attributes, empty, text } = /** @type {Record<string, string>} */ (groups);
    const within = open[open.length - 1];
    read += token.length;
    if (text !== undefined) within.append(plain(text));
    else if (end) {
      if (open.length === 1 || /** @type {Element} */ (open.pop()).localName !== name) throw new Error(`expected markup whose tags match, found </${name}> in ${markup}`);
    } else {
      const element = document.createElementNS(NAMESPACES[name] ?? (within instanceof Element ? within.namespaceURI : "http://www.w3.org/1999/xhtml"), name);
      for (const [, attribute, value] of attributes.matchAll(ATTRIBUTE)) element.setAttribute(attribute, plain(value));
      within.append(element);
      if (!empty) open.push(element);
    }
  }
  if (read !== markup.length || open.length > 1) throw new Error(`expected well-formed markup, found ${markup}`);
  return tree;
}
