/**
 * What a careful reader of the three texts would carry over wrongly: at which equation (`words`: in the words beside it), what is
 * printed, what is meant; in signs that both languages read, or in both. Each was checked against the text, and what can be computed
 * by numbers. Letters are the text's own (scripts.js).
 */

/** The same in both languages, or English and Korean. @typedef {string | [en: string, ko: string]} Wording */
/** @typedef {{ text: "luo" | "lai" | "ddim", at: string[], words?: true, printed: Wording, meant: Wording }} Misprint */

const LEFT = ["on the left: ", "좌변: "];
const CONDITIONAL = "D_KL(p(xᵢ₋₁|xᵢ, x₀)‖p_φ(xᵢ₋₁|xᵢ))";
const MARGINAL = "D_KL(p(xᵢ₋₁|xᵢ)‖p_φ(xᵢ₋₁|xᵢ))";
/** By how much the means of q_σ with x₀ and with f_θ differ: cₜ (x₀ − f_θ). */
const FACTOR = "cₜ = √αₜ₋₁ − √(1 − αₜ₋₁ − σₜ²) √αₜ / √(1 − αₜ)";

/** @type {Misprint[]} */
export const MISPRINTS = [
  { text: "luo", at: ["#2"], printed: "∫ p(x, z) z", meant: "∫ p(x, z) dz" },
  { text: "luo", at: ["#3"], printed: "q_φ(z|x) ∼ p(z|x)", meant: "q_φ(z|x) ≈ p(z|x)" },
  { text: "luo", at: ["#9", "#10"], printed: "D_KL(q_φ(z|x)‖log p(z|x))", meant: "D_KL(q_φ(z|x)‖p(z|x))" },
  { text: "luo", at: ["(2)"], printed: "E_{q_φ(x|z)}[log p_θ(x|z)] − D_KL(q_φ(z|x)‖p(z))", meant: "E_{q_φ(z|x)}[log p_θ(x|z)] − D_KL(q_φ(z|x)‖p(z)) + D_KL(q_φ(z|x)‖p(z|x))" },
  { text: "luo", at: ["#12"], words: true, printed: ["minimising the KL maximises the evidence", "KL을 최소화하는 것은 Evidence를 최대화하는 것"], meant: ["it maximises the ELBO; the evidence stands still", "ELBO를 최대화하는 것. Evidence는 그대로입니다"] },
  { text: "luo", at: ["#14"], printed: "z = μ_φ(x) + σ_φ²(x) ⊙ ε", meant: "z = μ_φ(x) + σ_φ(x) ⊙ ε" },
  { text: "luo", at: ["#17"], words: true, printed: ["for t ≥ 2 a step depends on t + 1 alone", "t ≥ 2 step은 step t + 1에만 의존"], meant: ["for t ≥ 2 zₜ₋₁ depends on zₜ alone", "t ≥ 2에서 zₜ₋₁은 zₜ에만 의존"] },
  { text: "luo", at: ["#19"], printed: "p(x_T) ∼ N(0, I)", meant: "x_T ∼ N(0, I)" },
  { text: "luo", at: ["#19"], words: true, printed: ["xₜ is restored from xₜ₋₁", "xₜ₋₁에서 xₜ를 복원"], meant: ["xₜ₋₁ is restored from xₜ", "xₜ에서 xₜ₋₁을 복원"] },
  { text: "luo", at: ["#20"], printed: "μ_θ(xₜ, x₀)", meant: "μ_θ(xₜ, t)" },

  { text: "lai", at: ["(7)"], words: true, printed: "H(p_data) := −E_{x∼p_data}", meant: "H(p_data) := −E_{x∼p_data}[log p_data(x)]" },
  { text: "lai", at: ["(8)"], printed: "−E[log p_φ(x)] + H(p_data)", meant: "−E[log p_φ(x)] − H(p_data)" },
  { text: "lai", at: ["(10)", "#15"], words: true, printed: "p_θ(x|z), p_θ(z|x)", meant: "p_φ(x|z), p_φ(z|x)" },
  { text: "lai", at: ["(10)"], words: true, printed: ["p(z) is hard to compute", "p(z)를 구하기가 힘들다"], meant: ["p_φ(x) is hard to compute", "p_φ(x)를 구하기가 힘들다"] },
  { text: "lai", at: ["(10)"], words: true, printed: ["m × n grid points", "m × n개의 grid point"], meant: ["n^m of them", "n^m개"] },
  { text: "lai", at: ["#16"], words: true, printed: "φ_φ(x|z)", meant: "p_φ(x|z)" },
  { text: "lai", at: ["#18"], printed: "p_φ(z|x) = F(q_θ(z|x))", meant: "log p_φ(x) = F(q_θ(z|x))" },
  { text: "lai", at: ["#23"], words: true, printed: ["the encoder maps z to x", "인코더가 z를 x로 매핑"], meant: ["x to z", "x를 z로 매핑"] },
  { text: "lai", at: ["#24"], printed: "D_KL(q_θ(z|x)‖p(x))", meant: "D_KL(q_θ(z|x)‖p(z))" },
  { text: "lai", at: ["#23", "#24"], words: true, printed: ["p(x) for the prior", "prior를 p(x)로"], meant: "p(z)" },
  { text: "lai", at: ["#24"], words: true, printed: ["a latent that tells nothing makes the reconstruction term larger", "latent가 x의 정보를 담지 않으면 Reconstruction이 커진다"], meant: ["smaller: it is to be maximised", "작아진다. 최대화할 term이기 때문입니다"] },
  { text: "lai", at: ["(14)", "#29"], printed: "q_enc(z|x) p_data(x) / p_prior(z)", meant: "q_enc(z|x) p_data(x) / ∫ q_enc(z|x′) p_data(x′) dx′" },
  { text: "lai", at: ["#29"], printed: ["last line: E_{p_data}[q_enc(z|x)]", "마지막 줄: E_{p_data}[q_enc(z|x)]"], meant: "E_{p_data}[q_enc(z|x) x]" },
  { text: "lai", at: ["(16)"], words: true, printed: "p_φ(x_{i₁}|xᵢ)", meant: "p_φ(xᵢ₋₁|xᵢ)" },
  { text: "lai", at: ["(16)"], words: true, printed: "βᵢ ∈ {0, 1}", meant: "βᵢ ∈ (0, 1)" },
  { text: "lai", at: ["(30)"], printed: "αᵢ = √(1 − β²)", meant: "αᵢ = √(1 − βᵢ²)" },
  { text: "lai", at: ["(17)"], words: true, printed: "αᵢ := √(1 − β²)", meant: "αᵢ := √(1 − βᵢ²)" },
  { text: "lai", at: ["(20)"], printed: "ᾱᵢ x₀ + (1 − ᾱᵢ²) εᵢ", meant: "ᾱᵢ x₀ + √(1 − ᾱᵢ²) εᵢ" },
  { text: "lai", at: ["(25)"], words: true, printed: ["q_φ(z|x), in the table", "표의 q_φ(z|x)"], meant: "q_θ(z|x)" },
  { text: "lai", at: ["(26)"], printed: ["on the left: p(xᵢ₋₁|xᵢ)", "좌변: p(xᵢ₋₁|xᵢ)"], meant: "p(xᵢ₋₁|xᵢ, x)" },
  { text: "lai", at: ["#44"], printed: "∬ p(x₀, xᵢ) p(xᵢ|x) f(x₀, xᵢ)", meant: "∬ p(x₀, xᵢ) f(x₀, xᵢ)" },
  { text: "lai", at: ["#46", "#47", "#49", "#50", "#52", "#53"], printed: [LEFT[0] + MARGINAL, LEFT[1] + MARGINAL], meant: CONDITIONAL },
  { text: "lai", at: ["#55"], printed: [`on the right: ${MARGINAL}`, `우변: ${MARGINAL}`], meant: CONDITIONAL },
  { text: "lai", at: ["#53"], printed: "+ C", meant: "+ C′" },
  { text: "lai", at: ["#53"], words: true, printed: ["the noise schedule alone decides this constant", "상수는 noise scheduling만으로 결정"], meant: ["the schedule and the data decide it", "noise scheduling과 데이터가 함께 결정"] },
  { text: "lai", at: ["(29)"], printed: "(1 − ᾱᵢ₋₁) / (1 − ᾱᵢ) · βᵢ²", meant: "(1 − ᾱᵢ₋₁²) / (1 − ᾱᵢ²) · βᵢ²" },
  { text: "lai", at: ["(33)", "#63", "(34)"], printed: ["the sum from i = 1, where σ²(1) = 0", "σ²(1) = 0인 i = 1부터 더한 합"], meant: ["from i = 2, and −log p_φ(x₀|x₁) for i = 1", "i = 2부터 더하고, i = 1에는 −log p_φ(x₀|x₁)"] },
  { text: "lai", at: ["#63", "(34)"], printed: "1 / √(2σ²(i))", meant: "1 / (2σ²(i))" },
  { text: "lai", at: ["#63"], printed: "‖μ_φ − μ‖²", meant: "E_{p(xᵢ|x₀)}‖μ_φ − μ‖²" },
  { text: "lai", at: ["#67"], printed: ["A and B, which are not defined", "정의하지 않은 A와 B"], meant: "A = ᾱᵢ₋₁ βᵢ² / (1 − ᾱᵢ²), B = (1 − ᾱᵢ₋₁²) αᵢ / (1 − ᾱᵢ²)" },

  { text: "ddim", at: ["(1)"], printed: "ε_θ^{(t)} xₜ", meant: "ε_θ^{(t)}(xₜ)" },
  { text: "ddim", at: ["(1)", "(2)", "#23"], printed: "ε_T ∼ N(0, I)", meant: "εₜ ∼ N(0, I)" },
  { text: "ddim", at: ["(36)", "(37)", "(39)", "(40)", "(42)", "(43)"], printed: "ε ∼ N(0, I)", meant: ["εₜ ∼ N(0, I), the noise of its xₜ", "xₜ에 섞인 εₜ ∼ N(0, I)"] },
  { text: "ddim", at: ["(18)"], printed: "xₜ − √αₜ x₀", meant: ["√αₜ x₀ − √αₜ x₀, as in (19): μₜ₋₁ is averaged over xₜ", "(19)와 같이 √αₜ x₀ − √αₜ x₀. μₜ₋₁은 xₜ에 대한 평균입니다"] },
  { text: "ddim", at: ["(26)"], printed: "√αₜ₋₁ x₀ + …", meant: "√αₜ₋₁ f_θ^{(t)}(xₜ) + …" },
  { text: "ddim", at: ["(33)", "(34)", "(41)"], printed: "D_KL(…)", meant: "E_{x₀, xₜ}[D_KL(…)]" },
  { text: "ddim", at: ["(35)", "(36)"], printed: "1 / (2σₜ²)", meant: `cₜ² / (2σₜ²), ${FACTOR}` },
  { text: "ddim", at: ["(37)", "(42)", "(43)", "(44)", "(45)"], printed: "(1 − αₜ) / (2σₜ² αₜ)", meant: [`for t > 1: cₜ² (1 − αₜ) / (2σₜ² αₜ), ${FACTOR}`, `t > 1에서: cₜ² (1 − αₜ) / (2σₜ² αₜ), ${FACTOR}`] },
];

/** @param {Wording} wording @param {string} language */
export const wordingIn = (wording, language) => (typeof wording === "string" ? wording : wording[language === "ko" ? 1 : 0]);
