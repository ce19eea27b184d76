/** The page's foot: the article, how to embed, the papers that the benches follow, the licence. */

import { h, text } from "../ui/dom.js";

const PAPERS = [
  ["Ho et al., DDPM", "2006.11239"],
  ["Song et al., DDIM", "2010.02502"],
  ["Nichol & Dhariwal", "2102.09672"],
  ["Kingma & Welling, VAE", "1312.6114"],
  ["Lai et al., The Principles of Diffusion Models", "2510.21890"],
];
const LICENCE = "https://opensource.org/license/mit";

export class Footer {
  /** @param {{ embed: () => void }} actions */
  constructor({ embed }) {
    this.article = text("a", "footer.article");
    const papers = PAPERS.map(([name, number]) => h("li", {}, h("a", { href: `https://arxiv.org/abs/${number}` }, name)));
    const ways = [this.article, text("button", "footer.embed", { type: "button", class: "link", onclick: embed }), text("a", "footer.licence", { href: LICENCE })];
    this.element = h("footer", {}, h("ul", {}, ...ways.map((way) => h("li", {}, way))), h("ul", { class: "papers" }, h("li", { "data-s": "footer.papers" }), ...papers));
  }

  /** @param {string} language */
  draw(language) {
    this.article.href = `examples/${language}.html`;
  }
}
