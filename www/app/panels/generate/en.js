/** Generate. */
export default {
  "panel.generate": "Generate",
  "plot.where": "Where this run is",
  "plot.alpha-bar": "ᾱ(t) and, dashed, SNR(t), {kind} schedule",
  "plot.alpha-bar.label": "Plot of ᾱ and of the signal-to-noise ratio against t for the {kind} schedule, with the timesteps of this run marked",
  "generate.run": "Generate {count}",
  "preview.title": "First image",
  "preview.label": "The first image with these settings, at once",
  "step.title": "One reverse step",
  "step.ddim.source": "DDIM, eq. 12 and 16",
  "step.ddpm.source": "DDPM, eq. 7 and §3.2",
  "step.eta0": "With η = 0 the last term is gone: the same noise always gives the same picture, and fewer steps give nearly the same one. Move η to 1 and this is DDPM.",
  "step.eta": "σₜ is {eta} times that of DDPM: between the deterministic walk (η = 0) and ancestral sampling (η = 1).",
  "step.eta1": "With η = 1 this is DDPM with the small variance: fresh noise at every step but the last.",
  "step.ddpm.small": "The mean of the posterior q(xₜ₋₁ | xₜ, x̂₀), and fresh noise z of the posterior's own variance β̃ₜ at every step but the last: the smaller of DDPM's two choices, and DDIM with η = 1. β̃ₜ is the lower bound of the variance that a reverse step has, reached where the data are one single picture: with few steps it is too little, and the samples come out too alike.",
  "step.ddpm.large": "The mean of the posterior q(xₜ₋₁ | xₜ, x̂₀), and fresh noise z of the variance βₜ at every step but the last: the larger of DDPM's two choices, which the DDIM paper writes σ̂. βₜ is right where the data are N(0, I) themselves, and more than pictures ask for: with few steps the network does not take all of it away again, and too much noise stays. Over all steps the two choices are nearly the same.",
  "step.previous": "t − 1 stands for the next entry of the timestep list. Where steps are left out, βₜ is the noise of the whole stride, 1 − ᾱₜ/ᾱₜ₋₁.",
};
