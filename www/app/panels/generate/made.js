/** What made the pictures on show, in words: "DDIM · S = 20 · η = 0 · seed 7". */

/** @typedef {Record<string, any>} Plan options of `lab.sample` */

/**
 * @param {(key: string, values?: Record<string, unknown>) => string} say
 * @param {Plan} plan
 * @param {string[]} labels names of the classes
 */
export function madeOf(say, plan, labels) {
  const { sampler, steps, eta, label, guidance, seed, variance } = plan;
  // No line ends inside an equation.
  const is = (/** @type {string} */ name, /** @type {unknown} */ value) => `${name}\u00a0=\u00a0${value}`;
  const parts = [String(sampler).toUpperCase(), is("S", steps)];
  if (sampler === "ddim") parts.push(is("η", eta));
  else if (variance === "large") parts.push(say("variance.large"));
  if (label !== null) parts.push(say("generate.made.label", { label: labels[label] ?? label }));
  if (label !== null && guidance !== 1) parts.push(say("generate.made.guidance", { guidance }));
  return [...parts, say("generate.made.seed", { seed })].join(" · ");
}

/** Network calls of a run. @param {Plan} plan */
export const callsOf = ({ steps, label, guidance }) => steps * (label !== null && guidance !== 1 ? 2 : 1);
