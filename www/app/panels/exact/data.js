/** The mixtures that one can begin with. */

import { mixtureFromCode } from "../../state/mixture-code.js";

/** @typedef {import("../../state/mixture-code.js").Component} Component */

/** @param {number} count @param {(k: number) => [x: number, y: number]} at @param {number} deviation @returns {Component[]} equal components */
const around = (count, at, deviation) => Array.from({ length: count }, (_, k) => ({ weight: 1, mean: at(k).map((value) => Math.round(1000 * value) / 1000), deviation }));
const turn = (/** @type {number} */ part, radius = 1) => /** @type {[number, number]} */ ([radius * Math.cos(2 * Math.PI * part), radius * Math.sin(2 * Math.PI * part)]);

/**
 * MNIST's training digits in their first two principal components, each class by the mean and the mean variance of its own, in units
 * in which the two have variance ½ together. Made by `trainer ppca` (models/digits-ppca2): class by class from 0.
 * @type {Component[]}
 */
import { DIGITS } from "./digits.js";

/** By name, in the order of the menu. @type {Record<string, Component[]>} */
export const PRESETS = {
  two: [{ weight: 0.3, mean: [-0.6], deviation: 0.12 }, { weight: 0.7, mean: [0.5], deviation: 0.2 }],
  three: [{ weight: 0.2, mean: [-1.2], deviation: 0.1 }, { weight: 0.5, mean: [0], deviation: 0.25 }, { weight: 0.3, mean: [1.1], deviation: 0.15 }],
  one: [{ weight: 1, mean: [0.3], deviation: 0.5 }],
  ring: around(12, (k) => turn(k / 12), 0.12),
  eight: around(8, (k) => turn(k / 8, 1.2), 0.08),
  spiral: around(40, (k) => turn(0.15 + k / 22, 0.15 + k / 32), 0.06),
  digits: DIGITS,
};

/** What a panel's settings mean. @param {string} data a preset's name, or "own" @param {string} code @returns {Component[]} */
export const componentsOf = (data, code) => (data === "own" && code !== "" && mixtureFromCode(code)) || PRESETS[data] || PRESETS.two;
