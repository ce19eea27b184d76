/** The settings of <unnoise-vae>: the subject's picture, the model, q as it is bent, and z. */

import { definePanel } from "../../state/scopes.js";
import { choice, number, seed, shared } from "../../state/settings.js";
import { ANSWERS } from "../exact/settings.js";

export const scope = definePanel("vae", "v.", {
  /** The model's pictures are a diffusion model's, which this bench does not load. */
  source: choice("digit", ["digit", "drawing"]),
  digit: shared("subject"),
  picture: shared("subject"),
  latents: choice("2", ["2", "16"]),
  /** Of ε. */
  seed: seed(0),
  /** q beside the posterior: its mean moved by so many deviations, its variance so many times. */
  shift: number(0, -3, 3),
  factor: number(1, 0.1, 5),
  /** The evidence, which those who guess first do not look at yet. */
  answers: choice("shown", ANSWERS),
  /** Where z comes from: drawn from q, or put there by hand. */
  from: choice("q", ["q", "hand"]),
  z1: number(0, -3, 3),
  z2: number(0, -3, 3),
});
