/** Numbers as readers see them. All are shown in tabular numerals, with the same number of places while they run. */

import { say } from "../strings/index.js";

/** @param {number} value */
const places = (value) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** @param {number} ms @returns {string} without unit */
export const millis = (ms) => ms.toFixed(places(ms));

/** @param {string} language @param {number} ms */
export function duration(language, ms) {
  if (!Number.isFinite(ms)) return "—";
  if (ms < 1000) return say(language, "unit.ms", { value: ms.toFixed(0) });
  if (ms < 120_000) return say(language, "unit.s", { value: (ms / 1000).toFixed(1) });
  return say(language, "unit.min", { value: (ms / 60_000).toFixed(1) });
}

/** @param {number} value of [0, 1] */
export const alphaBar = (value) => (value < 0.001 && value > 0 ? scientific(value) : value.toFixed(3));

/** @param {number} alpha ᾱ @returns {string} the signal-to-noise ratio in decibels */
export function decibels(alpha) {
  if (alpha >= 1) return "∞ dB";
  return `${(10 * Math.log10(alpha / (1 - alpha))).toFixed(1).replace("-", "−")} dB`;
}

/** 1,000: so in English and in Korean. @param {number} value */
export const grouped = (value) => value.toLocaleString("en");

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** A power of ten. @param {number} exponent */
export const power = (exponent) => `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;

/** A small positive number: 0.0123, 1.2·10⁻⁴. @param {number} value */
export function scientific(value) {
  if (value === 0) return "0";
  if (value >= 0.001) return value.toFixed(4);
  const [digits, exponent] = value.toExponential(1).split("e");
  return `${digits}·${power(Number(exponent))}`;
}

/** @param {number} value */
export const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;

/** How a run is named. No line ends inside an equation. @param {{ sampler: string, steps: number, eta: number }} plan */
export const nameOf = ({ sampler, steps, eta }) => `${sampler.toUpperCase()}, ${sampler === "ddim" ? `η\u00a0=\u00a0${eta}, ` : ""}S\u00a0=\u00a0${steps}`;
