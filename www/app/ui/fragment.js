/** The one place where markup becomes a tree. */

/** A tree from trusted markup of our own. @param {string} markup */
export function fragment(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}
