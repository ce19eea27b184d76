// Writes docs/equations.md from www/app/notation/: node xtask/src/equations.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EQUATIONS, PLACES } from "../../www/app/notation/equations.js";
import { MISPRINTS } from "../../www/app/notation/misprints.js";

const TEXTS = {
  luo: "Understanding Diffusion Models: A Unified Perspective",
  lai: "From VAEs to DDPMs",
  ddim: "DDIM",
};

const cell = (/** @type {string} */ text) => text.replaceAll("|", "\\|");
const row = (/** @type {string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
const table = (/** @type {string[]} */ heads, /** @type {string[][]} */ rows) => [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n");

/** The document's text. */
export function document() {
  const parts = Object.entries(TEXTS).map(([name, title]) => {
    const rows = EQUATIONS[name].map(([number, english, korean, place]) => [number, english, korean, `\`#${PLACES[place]}\``]);
    return `## ${title}\n\n${table(["equation", "says", "내용", "place"], rows)}`;
  });
  const misprints = MISPRINTS.map(({ text, at, printed, meant }) => [TEXTS[text], at, printed, meant]);
  return `# Equations and where they are computed

Every displayed equation of three Korean texts that readers of Unnoise come from, in their order, and the place of the page that
computes it: what follows \`#\` in its address. A step of a derivation leads to where its result is computed. Numbers are those of the
text's own typesetting; an equation without one has its place, as #12. The page has the same table behind "Notation". Made by
\`xtask/src/equations.mjs\`; a test holds the two together and follows every link.

${parts.join("\n\n")}

## Misprints

${table(["text", "equation", "printed", "meant"], misprints)}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL("../../docs/equations.md", import.meta.url), document());
