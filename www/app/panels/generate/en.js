/** Generate. */
export default {
  "panel.generate": "Generate",
  "plot.where": "Where this run is",
  "plot.alpha-bar": "ᾱ(t) and, dashed, SNR(t), {kind} schedule",
  "plot.alpha-bar.label": "Plot of ᾱ and of the signal-to-noise ratio against t for the {kind} schedule, with the timesteps of this run marked",
  "generate.run": "Generate {count}",
  "preview.title": "First image",
  "preview.label": "The first image with these settings, at once",
  "step.title": "The step",
  "step.ddim.source": "DDIM, eq. 12 and 16",
  "step.ddpm.source": "DDPM, eq. 7 and §3.2",
  "step.eta0": "With η = 0 the last term is gone: the same noise always gives the same picture, and fewer steps give nearly the same one. Move η to 1 and this is DDPM.",
  "step.eta": "σₜ is {eta} times that of DDPM: between the deterministic walk (η = 0) and ancestral sampling (η = 1).",
  "step.eta1": "With η = 1 this is DDPM with the small variance: fresh noise at every step but the last.",
  "step.ddpm.small": "The mean of the posterior q(xₜ₋₁ | xₜ, x̂₀), and fresh noise z of the posterior's own variance β̃ₜ at every step but the last: the smaller of DDPM's two choices, and DDIM with η = 1. With fewer steps than it was trained on, too much of that noise stays.",
  "step.ddpm.large": "The mean of the posterior q(xₜ₋₁ | xₜ, x̂₀), and fresh noise z of the variance βₜ at every step but the last: the larger of DDPM's two choices, which the DDIM paper writes σ̂. With few steps it leaves far more noise than β̃ₜ does; over all of them the two are nearly the same.",
  "step.previous": "t − 1 stands for the next entry of the timestep list, and βₜ for 1 − ᾱₜ/ᾱₜ₋₁; ᾱ is DDPM's, which the DDIM paper writes α.",
};
