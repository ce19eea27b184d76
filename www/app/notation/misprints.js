/**
 * What a careful reader of the three texts would carry over wrongly: where it stands, what is printed, what is meant, in signs that
 * both languages read; and why, where signs alone do not say it. Each was checked against the texts and by numbers.
 */

/** @type {{ text: "luo" | "lai" | "ddim", at: string, printed: string, meant: string }[]} */
export const MISPRINTS = [
  { text: "luo", at: "(2)", printed: "log p(x) = E[log p(x|z)] − KL(q(z|x)‖p(z))", meant: "… + KL(q(z|x)‖p(z|x))" },
  { text: "luo", at: "#9, #10", printed: "KL(q(z|x)‖log p(z|x))", meant: "KL(q(z|x)‖p(z|x))" },
  { text: "luo", at: "#14", printed: "z = μ + σ² ⊙ ε", meant: "z = μ + σ ⊙ ε" },
  { text: "luo", at: "#20", printed: "μ_θ(x_t, x_0)", meant: "μ_θ(x_t, t)" },
  { text: "lai", at: "(8)", printed: "KL = −E[log p_φ] + H(p_data)", meant: "KL = −E[log p_φ] − H(p_data)" },
  { text: "lai", at: "(14)", printed: "q(z|x) p_data(x) / p_prior(z)", meant: "q(z|x) p_data(x) / ∫ q(z|x′) p_data(x′) dx′" },
  { text: "lai", at: "(20)", printed: "x_i = ᾱ_i x_0 + (1 − ᾱ_i²) ε", meant: "x_i = ᾱ_i x_0 + √(1 − ᾱ_i²) ε" },
  { text: "lai", at: "(26)", printed: "p(x_{i−1}|x_i) = …", meant: "p(x_{i−1}|x_i, x) = …" },
  { text: "lai", at: "#46–#55", printed: "KL(p(x_{i−1}|x_i)‖p_φ)", meant: "KL(p(x_{i−1}|x_i, x_0)‖p_φ)" },
  { text: "lai", at: "(29)", printed: "(1 − ᾱ_{i−1})/(1 − ᾱ_i) · β_i²", meant: "(1 − ᾱ_{i−1}²)/(1 − ᾱ_i²) · β_i²" },
  { text: "lai", at: "(30)", printed: "α_i = √(1 − β²)", meant: "α_i = √(1 − β_i²)" },
  { text: "lai", at: "#63, (34)", printed: "1/√(2σ²(i))", meant: "1/(2σ²(i))" },
  { text: "ddim", at: "(1), (2)", printed: "ε_T ∼ N(0, I)", meant: "ε_t ∼ N(0, I)" },
  { text: "ddim", at: "(26)", printed: "√α_{t−1} x_0 + …", meant: "√α_{t−1} f_θ(x_t) + …" },
  { text: "ddim", at: "(35)–(37), (42)–(45)", printed: "(1 − α_t)/(2σ_t² α_t)", meant: "c_t² (1 − α_t)/(2σ_t² α_t), c_t = √α_{t−1} − √(1 − α_{t−1} − σ_t²) √α_t/√(1 − α_t)" },
];
