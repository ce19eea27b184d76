// Writes docs/equations.md from www/app/notation/: node xtask/src/equations.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EQUATIONS, PLACES } from "../../www/app/notation/equations.js";
import { MISPRINTS, wordingIn } from "../../www/app/notation/misprints.js";
import { markup, scripted } from "../../www/app/notation/scripts.js";

const TEXTS = {
  luo: "Understanding Diffusion Models: A Unified Perspective",
  lai: "From VAEs to DDPMs",
  ddim: "DDIM: Denoising Diffusion Implicit Models",
};
/** What an equation that is not computed has to do with its place. */
const HOW = { step: "a step; its result: ", shown: "not computed; its formula: ", alike: "one of its form: " };

const cell = (/** @type {string} */ text) => markup(scripted(text)).replace(/[|*]/g, "\\$&");
const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
const table = (/** @type {string[]} */ heads, /** @type {string[][]} */ rows) => [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n");

/** The document's text. */
export function document() {
  const parts = Object.entries(TEXTS).map(([name, title]) => {
    const rows = EQUATIONS[name].flatMap(([heading, list]) => list.map(([number, english, korean, place, how]) => [number, cell(heading), cell(english), cell(korean), `${how ? HOW[how] : ""}\`#${PLACES[place]}\``]));
    return `## ${title}\n\n${table(["equation", "section", "says", "내용", "place"], rows)}`;
  });
  const misprints = MISPRINTS.map(({ text, at, words, printed, meant }) => [TEXTS[text].replace(/:.*/, ""), `${at.join(", ")}${words ? ", words beside it" : ""}`, cell(wordingIn(printed, "en")), cell(wordingIn(meant, "en"))]);
  return `# Equations and where they are computed

Every displayed equation of three Korean texts that readers of Unnoise come from, in their order and in their letters, and the place of
the page that computes it: what follows \`#\` in its address. A step of a derivation has the place of its result. Numbers in brackets are
the text's own; an equation without one is counted, so that #12 is the twelfth of its text. The page has the same behind "Notation".
Made by \`xtask/src/equations.mjs\`; a test holds the two together and follows every link.

${parts.join("\n\n")}

## Misprints

${table(["text", "equation", "printed", "meant"], misprints)}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL("../../docs/equations.md", import.meta.url), document());
