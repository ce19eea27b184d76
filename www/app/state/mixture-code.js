/**
 * A Gaussian mixture as text for the URL: weight, mean, deviation of each component, `_` between the numbers and `~` between the
 * components: `0.3_-0.6_0.12~0.7_0.5_0.2`. In two dimensions a component has four numbers. All characters are ones that URLs leave
 * alone.
 */

/** @typedef {{ weight: number, mean: number[], deviation: number }} Component */

/** A link may not make the page draw more than this. */
export const MOST = 60;
/** What a number in a link may be: a mean within ±3, where the plots are, and widths that can be seen. */
export const RANGE = { weight: [0.01, 10], mean: [-3, 3], deviation: [0.02, 2] };
const PLACES = 1000;

const rounded = (/** @type {number} */ value) => String(Math.round(value * PLACES) / PLACES);
/** @param {number} value @param {number[]} range */
const within = (value, [least, most]) => Number.isFinite(value) && value >= least && value <= most;

/** @param {Component[]} components */
export const codeFromMixture = (components) => components.map(({ weight, mean, deviation }) => [weight, ...mean, deviation].map(rounded).join("_")).join("~");

/** @param {string} code @returns {Component[] | null} null for what is no code */
export function mixtureFromCode(code) {
  if (!/^[-\d._~]{3,4000}$/.test(code)) return null;
  const components = code.split("~").map((part) => {
    const numbers = part.split("_").map((text) => (text === "" ? NaN : Number(text)));
    return { weight: numbers[0], mean: numbers.slice(1, -1), deviation: numbers[numbers.length - 1] };
  });
  const dimension = components[0].mean.length;
  const fits = components.every(({ weight, mean, deviation }) => mean.length === dimension && within(weight, RANGE.weight) && within(deviation, RANGE.deviation) && mean.every((value) => within(value, RANGE.mean)));
  return fits && (dimension === 1 || dimension === 2) && components.length <= MOST ? components : null;
}

/** A number brought within what a link can hold. @param {keyof typeof RANGE} name @param {number} value */
export const bounded = (name, value) => Math.min(Math.max(value, RANGE[name][0]), RANGE[name][1]);
