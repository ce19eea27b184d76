/** Where the papers are that the page quotes. */

const ADDRESS = "https://arxiv.org/abs/";

/**
 * By the names that strings give them, in the order in which the foot of the page lists those that it has a name for.
 *
 * @type {{ cited: string, number: string, listed?: string }[]}
 */
const TABLE = [
  { cited: "DDPM", number: "2006.11239", listed: "Ho et al., DDPM" },
  { cited: "DDIM", number: "2010.02502", listed: "Song et al., DDIM" },
  { cited: "Nichol and Dhariwal", number: "2102.09672", listed: "Nichol & Dhariwal" },
  { cited: "Kingma and Welling", number: "1312.6114", listed: "Kingma & Welling, VAE" },
  { cited: "Lai et al.", number: "2510.21890", listed: "Lai et al., The Principles of Diffusion Models" },
  { cited: "Kingma et al.", number: "2107.00630" },
  { cited: "Salimans and Ho", number: "2202.00512" },
  { cited: "Li et al.", number: "2303.16203" },
  { cited: "Sohl-Dickstein et al.", number: "1503.03585" },
  { cited: "Song et al.", number: "2011.13456" },
];

/** What the foot of the page lists. */
export const LISTED = TABLE.flatMap(({ listed, number }) => (listed ? [{ name: listed, address: ADDRESS + number }] : []));

/** The address of the paper that a citation begins with, if it is one. @param {string} citation */
export function paperOf(citation) {
  const paper = TABLE.find(({ cited }) => citation.startsWith(cited));
  return paper ? ADDRESS + paper.number : null;
}
