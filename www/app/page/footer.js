/** The page's foot: the article, how to embed, the papers that the benches follow, the licence. */

import { h, text } from "../ui/dom.js";
import { LISTED } from "../ui/papers.js";

const LICENCE = "https://opensource.org/license/mit";

export class Footer {
  /** @param {{ embed: () => void, symbols: () => void }} actions */
  constructor({ embed, symbols }) {
    this.article = text("a", "footer.article");
    const papers = LISTED.map(({ name, address }) => h("li", {}, h("a", { href: address }, name)));
    const ways = [this.article, text("button", "notation-table.title", { type: "button", class: "link", onclick: symbols }), text("button", "footer.embed", { type: "button", class: "link", onclick: embed }), text("a", "footer.licence", { href: LICENCE })];
    this.element = h("footer", {}, h("ul", {}, ...ways.map((way) => h("li", {}, way))), h("ul", { class: "papers" }, h("li", { "data-s": "footer.papers" }), ...papers));
  }

  /** @param {string} language */
  draw(language) {
    this.article.href = `examples/${language}.html`;
  }
}
