/**
 * Every displayed equation of the three texts that this page's readers come from, in their order and under their headings: its number
 * as the text's own typesetting counts it (or its place among all, `#12`, where it has none), what it says, and where on the page it is
 * computed. docs/equations.md is made of this (xtask/src/equations.mjs).
 *
 * Letters are the text's own: `_φ` and `_{…}` stand below, `^L` above (scripts.js).
 */

/**
 * Where: the hash of the page.
 * @type {Record<string, string>}
 */
export const PLACES = {
  bayes: "panel=classify&w.measure=numbers",
  terms: "panel=vae&v.measure=terms",
  latents: "panel=vae&v.measure=map",
  blur: "panel=vae&v.measure=blur",
  formulas: "panel=elbo",
  bound: "panel=elbo&e.measure=over",
  guess: "panel=noise",
  steps: "panel=noise&n.measure=steps",
  weights: "panel=noise&n.measure=weights",
  walk: "panel=generate&g.sampler=ddpm",
  lens: "panel=generate&g.measure=lens",
  marginal: "panel=exact&x1.measure=marginal",
  conditioning: "panel=exact&x1.measure=conditioning",
  field: "panel=exact&x1.measure=field",
  paths: "panel=exact&x1.measure=paths",
  memory: "panel=exact&x1.measure=memory",
  fits: "panel=exact&x1.measure=fits",
  learn: "panel=exact&x1.measure=learn",
};

/**
 * What an equation has to do with its place, where it is not computed there: `step`, of a derivation or a definition whose result is
 * computed there; `shown`, it stands there as a formula; `alike`, another equation of its form is computed there.
 * @typedef {"step" | "shown" | "alike"} How
 */
/** @typedef {[number: string, en: string, ko: string, place: string, how?: How]} Equation */
/** @typedef {[heading: string, equations: Equation[]]} Section the text's own heading */

/** By text. @type {Record<"luo" | "lai" | "ddim", Section[]>} */
export const EQUATIONS = {
  luo: [
    ["Bayes' Rule", [
      ["#1", "Posterior of z: likelihood times prior over evidence, which is joint over evidence", "z의 posterior: likelihood와 prior의 곱을 evidence로 나눈 것, 곧 joint를 evidence로 나눈 것", "bayes", "alike"],
      ["#2", "The evidence is the joint integrated over every latent", "evidence: 모든 가능한 z에 대해 joint를 적분한 marginal likelihood", "terms"],
      ["#3", "A model q_φ(z|x) stands in for the true posterior, which nobody can compute", "직접 계산할 수 없는 p(z|x)를 모델 q_φ(z|x)로 근사", "terms"],
    ]],
    ["ELBO (Evidence Lower BOund)", [
      ["#4", "ELBO: the expected log-likelihood (reconstruction) less the KL from encoder to prior", "ELBO: 재구성 term에서 정규화 term을 뺀 것", "terms"],
      ["#5", "The derivation begins: the log evidence equals itself", "유도의 시작: log evidence는 자기 자신과 같다는 항등식", "terms", "step"],
      ["#6", "Times the integral of q_φ(z|x), which is 1", "적분이 1인 q_φ(z|x)를 우변에 곱한 식", "terms", "step"],
      ["(1)", "The log evidence is its own expectation under q_φ", "log p(x)를 적분 안으로 넣어 q_φ에 대한 기대값으로 쓴 식", "terms", "step"],
      ["#8", "Bayes in logarithms: log posterior is log joint less log evidence", "로그로 쓴 Bayes' Rule: log posterior는 log joint에서 log evidence를 뺀 것", "terms", "step"],
      ["#9", "What the KL from q_φ to the true posterior is", "q_φ(z|x)와 p(z|x) 사이 KL의 정의", "terms"],
      ["#10", "Bayes put into that KL: the log evidence leaves the expectation", "KL의 정의에 Bayes' Rule을 대입해 log p(x)를 기대값 밖으로 뺀 식", "terms", "step"],
      ["(2)", "The log evidence from reconstruction and KL to the prior (with the KL to the posterior it is exact)", "이항하여 log p(x)를 재구성 term과 정규화 term으로 쓴 식 (사후분포와의 KL까지 더해야 등식)", "terms"],
      ["#12", "Evidence = ELBO + KL from q_φ to the true posterior, which is never below 0", "Evidence = ELBO + KL. KL은 항상 0 이상", "terms"],
    ]],
    ["VAE: Encoder", [["#13", "The encoder is a Gaussian whose mean and variance it predicts", "인코더: 평균과 분산을 출력하는 가우시안으로 사후분포를 근사", "latents"]]],
    ["VAE: Sampling", [["#14", "z is the mean plus scaled noise, so that gradients pass (reparameterisation trick)", "reparameterization trick: 평균에 노이즈를 더해 z를 샘플링", "latents"]]],
    ["VAE: Decoder", [["#15", "The decoder: the distribution of the data given the latent", "디코더: 주어진 z로부터 데이터 분포를 모델링", "latents"]]],
    ["Hierarchical VAE: Encoder", [["#16", "A Markov chain of latents that starts at x", "x에서 시작하는 1차 마르코프 latent의 joint 분포", "formulas", "shown"]]],
    ["Hierarchical VAE: Decoder", [["#17", "From the prior at the top, level by level, down to x", "사전 분포에서 시작해 z₁에서 x를 복원하기까지의 joint 분포", "formulas", "shown"]]],
    ["Diffusion Model: Encoder (Forward process)", [["#18", "The forward process: a Markov chain of fixed steps, nothing in it learned", "forward process: 학습 파라미터가 없는 마르코프 인코더의 joint", "steps"]]],
    ["Diffusion Model: Decoder (Backward process)", [
      ["#19", "The backward process: from the prior N(0, I) by learned steps", "backward process: N(0, I)에서 시작하는 마르코프 디코더의 joint", "walk"],
      ["#20", "Each step back is a Gaussian whose mean and covariance are predicted", "이전 시점의 분포: 평균과 분산을 예측하는 가우시안", "lens"],
    ]],
  ],
  lai: [
    ["Bayes Rule", [
      ["(1)", "Posterior is likelihood times prior over evidence", "베이즈 정리: Posterior는 Likelihood와 Prior의 곱을 Evidence로 나눈 것", "bayes"],
      ["#2", "Posterior: how probable the cause is once the data are seen", "Posterior: 결과를 관찰했을 때 원인이 θ일 확률", "bayes"],
      ["#3", "Likelihood: how probable the data are if the cause is θ", "Likelihood: 원인이 θ일 때 관찰한 결과가 나타날 확률", "bayes"],
      ["#4", "Evidence: the likelihood averaged over all causes, each as heavy as its prior", "Evidence: 모든 가능한 원인에 대해 가중 평균을 낸 값", "bayes"],
    ]],
    ["추론 (Inference)", [["(2)", "Posterior predictive: predictions of all parameters, averaged with their posterior (so p(xₜ₋₁|xₜ) averages q(xₜ₋₁|xₜ, x₀) over x₀)", "사후 예측 분포: 모든 θ의 예측을 사후 확률로 가중 평균 (p(xₜ₋₁|xₜ)도 같은 꼴로, q(xₜ₋₁|xₜ, x₀)를 x₀에 대해 평균한 것)", "conditioning", "alike"]]],
    ["Deep Generative Modeling (DGM)", [["(3)", "The aim: the model's distribution is close to that of the data", "생성모델의 목표: 모델 분포를 데이터 분포에 근사", "learn"]]],
    ["Training DGM", [["(4)", "Training looks for the parameters with the least discrepancy", "훈련: 데이터와 모델의 discrepancy를 최소로 하는 파라미터 찾기", "fits"]]],
    ["KL Divergence", [
      ["(5)", "The KL divergence, an integral of p_data times a log ratio", "KL Divergence의 정의: 로그 비의 p_data에 대한 적분", "fits"],
      ["(6)", "The same as an expectation of the difference of two logarithms", "같은 KL을 p_data에 대한 기대값으로 쓴 식", "fits", "step"],
      ["#10", "Where data are and the model has nothing, the log ratio is infinite (mode covering)", "데이터가 있는데 모델 확률이 0이면 로그 비는 무한대 (mode covering)", "fits", "step"],
      ["(7)", "Forward KL: the expected log ratio of data to model", "forward KL: 로그 비의 데이터 분포에 대한 기대값", "fits"],
      ["(8)", "Forward KL from the model's log-likelihood and the entropy of the data", "forward KL을 음의 로그 가능도와 데이터의 entropy로 분해", "fits", "step"],
      ["(9)", "The least forward KL is the largest expected log-likelihood", "KL의 최소화는 로그 가능도의 최대화(MLE)", "fits"],
    ]],
    ["Construction of Decoder (Generator)", [["(10)", "Marginal likelihood: decoder times prior, integrated over the latent", "marginal likelihood: Decoder와 prior의 곱을 z에 대해 적분", "terms"]]],
    ["Construction of Encoder (Inference Network)", [
      ["#15", "Posterior of the latent by Bayes; it asks for the evidence, which is intractable", "베이즈 정리로 쓴 z의 posterior. p(x)는 intractable", "terms", "step"],
      ["#16", "The encoder approximates the true posterior", "Encoder q_θ: intractable posterior의 근사 사후 확률", "terms"],
    ]],
    ["Training via the Evidence Lower Bound (ELBO)", [["#17", "Posterior by Bayes again: it asks for p(x), and the circle closes", "필요한 posterior를 베이즈로 쓰면 다시 p(x)가 필요하다는 식", "terms", "step"]]],
    ["Deriving ELBO", [
      ["#18", "The plan: write the target as some function F of q_θ", "변수를 바꿔서 q_θ에 대한 식으로 표현하겠다는 뜻", "terms", "step"],
      ["#19", "Jensen: the log evidence is at least the expected log of joint over q_θ", "log 기대값을 기대값 log로 바꾸어 얻은 log p_φ(x)의 하한 ELBO", "terms"],
      ["#20", "The ELBO is reconstruction less the KL from encoder to prior", "ELBO를 Reconstruction Term과 Latent Regularization으로 분해한 식", "terms"],
      ["#21", "Reconstruction: the expected log-likelihood of x from its latents", "Reconstruction: z로부터 원본 x를 얼마나 잘 복원하는가", "terms"],
      ["#22", "Reconstruction read as a cost: modelling the data by what the decoder puts out", "Reconstruction을 비용으로 읽은 식: 디코더 출력 분포로 실제 데이터 분포를 모델링", "terms", "step"],
      ["#23", "Latent KL: how far what the encoder puts out is from the prior", "Latent KL: 인코더의 출력 분포가 단순한 사전 분포를 따르도록 강제", "terms"],
      ["#24", "Latent KL read as a cost: modelling the encoder's output by the prior", "Latent KL을 비용으로 읽은 식: 사전 분포로 인코더의 출력 분포를 모델링", "terms"],
    ]],
    ["Blurry Generations in VAEs", [
      ["(11)", "A Gaussian decoder: its mean is learned, its variance fixed", "Gaussian Decoder: 분산은 고정하고 평균 μ(z)만 학습", "blur"],
      ["(12)", "With the encoder fixed, the best mean has the least squared error", "고정된 Encoder에서는 Reconstruction Error의 최소화", "blur"],
      ["(13)", "The best output is the average of x given z", "least square의 해: z가 주어졌을 때 x의 평균", "blur"],
      ["(14)", "The encoder turned round by Bayes: x given z", "q_enc의 방향을 베이즈 정리로 뒤집은 정의", "blur"],
      ["#29", "The best mean, as a ratio of two expectations over the data", "μ*를 p_data에 대한 기대값의 비로 정리하는 과정", "blur", "step"],
      ["(15)", "Best mean: the data averaged, each as heavy as its q has z", "최적의 Decoder: z를 만들었을 가능성이 있는 원본들의 가중 평균", "blur"],
    ]],
    ["Fixed Gaussian Kernels", [
      ["(16)", "One forward step: shrink the picture, add Gaussian noise", "고정된 Gaussian Kernel: 평균을 줄이고 분산 βᵢ²의 노이즈를 주입", "steps"],
      ["(17)", "The same step as a draw: scaled picture plus scaled noise", "iterative하게 노이즈를 주입하는 식", "steps"],
    ]],
    ["Perturbation Kernel and Prior Distribution", [
      ["(18)", "Any xᵢ straight from x₀", "Perturbation Kernel: x₀에서 스텝 i까지 한 번에", "steps"],
      ["(19)", "ᾱᵢ is the product of what each step so far keeps", "ᾱᵢ: 스텝별 αₖ를 모두 곱한 것", "steps"],
      ["(20)", "xᵢ drawn from x₀ and one noise", "iterative한 식을 x₀에 대해서 한 번에 쓴 식", "steps"],
      ["(21)", "At the last step what was data is N(0, I)", "마지막 step에서 forward process는 N(0, I)로 수렴", "marginal"],
      ["(22)", "The prior is N(0, I), whatever x₀ was", "x₀에 의존하지 않는 prior, N(0, I)", "marginal"],
    ]],
    ["Overview: Modeling and Training Objective", [
      ["(23)", "The aim: the learned step back is close to the true one, by KL", "true reverse transition kernel과 모델 사이 KL의 최소화", "conditioning"],
      ["(24)", "The true step back by Bayes: a ratio of marginals that is intractable", "reverse kernel의 베이즈 정리: marginal의 비가 intractable", "conditioning"],
      ["(25)", "The marginal: the forward kernel averaged over data that nobody knows", "스텝 i의 marginal: 알 수 없는 p_data에 대한 적분", "marginal"],
    ]],
    ["Overcoming Intractability with Conditioning", [
      ["(26)", "Told the clean picture, Bayes has nothing but Gaussians", "Conditioning을 하면 모든 항이 tractable한 Gaussian이 된다는 식", "lens"],
      ["#42", "Theorem: marginal KL = conditional KL + a constant without φ", "정리: marginal KL은 conditional KL에 φ와 무관한 상수를 더한 것", "conditioning"],
      ["#43", "Joint of clean and noisy picture: data times forward kernel", "x₀와 xᵢ의 joint: 데이터 분포와 forward kernel의 곱", "conditioning", "step"],
      ["#44", "Two expectations, one in the other, are one over the joint", "두 기대값을 joint에 대한 기대값 하나로 줄인 식", "conditioning", "step"],
      ["#45", "The expected conditional KL as a double integral", "conditional KL의 기대값을 이중 적분으로 풀어쓴 식", "conditioning", "step"],
      ["#46", "The conditional KL by its definition", "KL Divergence의 정의로 풀어쓴 conditional KL", "conditioning", "step"],
      ["#47", "Both together: a triple integral", "두 식을 합친 triple integral", "conditioning", "step"],
      ["#48", "Chain rule: the joint is p(xᵢ) times p(x₀|xᵢ)", "chain rule: joint는 p(xᵢ)와 p(x₀|xᵢ)의 곱", "conditioning", "step"],
      ["#49", "The triple integral with xᵢ outermost", "chain rule을 적용해 xᵢ를 바깥으로 뺀 triple integral", "conditioning", "step"],
      ["#50", "The triple integral as three expectations", "triple integral을 세 기대값의 조합으로 쓴 식", "conditioning", "step"],
      ["#51", "The log ratio splits: conditional to marginal, marginal to model", "로그를 conditional 대 marginal, marginal 대 모델의 합으로 풀어쓴 식", "conditioning", "step"],
      ["#52", "The split, averaged: a KL without φ plus the marginal KL", "기대값에 결합한 식: φ와 무관한 KL과 marginal KL의 합", "conditioning", "step"],
      ["#53", "Conditional KL = marginal KL + a constant", "정리하면 conditional KL은 marginal KL에 상수를 더한 것", "conditioning"],
      ["#54", "The constant: the expected KL from the conditional to the marginal step back", "상수 C′: conditional과 marginal reverse kernel 사이 KL의 기대값", "conditioning"],
      ["#55", "The theorem again: the least marginal KL is the least conditional KL", "Theorem: marginal KL의 최소화는 conditional KL의 최소화", "conditioning"],
      ["(27)", "Lemma: told the clean picture, the step back is Gaussian", "Lemma: Reverse Conditional Transition Kernel은 closed Gaussian form", "lens"],
      ["(28)", "Its mean: so much of the clean picture, so much of xᵢ", "posterior mean: x와 xᵢ의 가중합", "lens"],
      ["(29)", "Its variance: βᵢ² times a ratio of noise levels", "그 분산: βᵢ²에 노이즈의 비를 곱한 것", "lens"],
      ["(30)", "αᵢ, what one step multiplies the picture by", "αᵢ: 1에서 β의 제곱을 뺀 값의 제곱근", "steps"],
      ["(31)", "ᾱᵢ again, the product of all αₖ so far", "ᾱᵢ: αₖ의 곱 (참고를 위해 다시 쓴 식)", "steps"],
    ]],
    ["Modeling of Reverse Transition Kernel", [
      ["(32)", "The learned step back: a Gaussian with a learned mean and the lemma's variance", "reverse transition kernel: 평균은 learnable, 분산은 Lemma의 것인 Gaussian", "lens"],
      ["(33)", "Diffusion loss: the KL of every step, added up", "loss function: 모든 step에 대한 KL Divergence의 합", "bound"],
      ["#63", "KLs of Gaussians are weighted squared errors of the mean", "Gaussian의 KL: μ의 제곱 오차에 분산 가중치를 곱한 것", "weights"],
      ["(34)", "DDPM's loss: the same, averaged over the data", "DDPM의 최종 loss: 같은 식을 데이터에 대해 평균한 것", "weights"],
    ]],
    ["ε-prediction", [
      ["(35)", "A noisy picture from x₀ and ε, with the root", "noisy sample: x₀와 노이즈 ε을 섞은 것", "steps"],
      ["#66", "The same solved for x₀", "xᵢ의 식을 x₀에 대해서 다시 정리한 식", "guess"],
      ["#67", "The posterior's mean in terms of the noise", "x₀를 치환해 posterior mean을 xᵢ와 ε으로 전개하는 과정", "weights", "step"],
      ["(36)", "The model's mean from its predicted noise", "μ_φ를 ε-prediction으로 parameterize한 식", "weights", "step"],
      ["(37)", "The error of the mean is proportional to that of the noise", "μ의 오차는 ε의 오차에 비례 (reparameterization)", "weights"],
      ["(38)", "Their ratio Cᵢ depends on the step", "비례를 등호로 바꿀 때 들어가는, i에 의존하는 weight Cᵢ", "weights"],
    ]],
    ["Simplified Loss with ε-prediction", [
      ["(39)", "Simple loss: the squared error of the noise, averaged and not weighted", "weight 없이 노이즈의 제곱 오차만 평균한 simple loss", "learn"],
      ["(40)", "The best prediction is the mean of the noise given the noisy picture", "최적해: xᵢ가 주어졌을 때 노이즈의 조건부 기대값", "field"],
      ["(41)", "xᵢ mixes x₀ and ε, again", "xᵢ: x₀와 ε을 섞은 것", "steps"],
      ["(42)", "Training is least squares on the noise", "훈련: 노이즈를 target으로 하는 L2 regression", "learn"],
    ]],
  ],
  ddim: [
    ["3. Variational Inference For Non-Markovian Forward Process", [
      ["(1)", "L_γ: the squared error of the noise, each step as heavy as its γₜ", "objective L_γ: 노이즈 예측 오차의 γₜ 가중합", "weights"],
      ["(2)", "It asks for the marginals of xₜ and nothing else", "xₜ를 대입한 식: L_γ는 marginals에만 의존", "weights", "step"],
    ]],
    ["3.1 Non-Markovian Forward Processes", [
      ["(3)", "The family q_σ: begin at T, step back, told x₀", "Non-Markovian inference process의 joint 정의", "paths"],
      ["(5)", "At T the marginal given x₀ is DDPM's", "T에서의 marginal: x₀가 주어진 Gaussian", "paths"],
      ["(6)", "Each step back told x₀: a Gaussian whose variance σₜ² is free", "xₜ와 x₀가 주어졌을 때 xₜ₋₁의 Gaussian. 분산은 σₜ²", "lens"],
      ["(7)", "Induction: the marginal at t is assumed to be DDPM's", "귀납법의 가정: t에서의 marginal", "paths", "step"],
      ["(8)", "Induction: that at t − 1 is to be DDPM's too", "귀납법으로 보일 것: t − 1에서의 marginal", "paths"],
      ["(9)", "In Bishop's rule p(x) is the marginal at t", "Bishop 공식의 p(x)는 t에서의 marginal에 대응", "paths", "step"],
      ["(10)", "In Bishop's rule p(y|x) is the step back told x₀", "Bishop 공식의 p(y|x)는 xₜ, x₀가 주어진 xₜ₋₁의 분포에 대응", "paths", "step"],
      ["(11)", "In Bishop's rule p(y) is the marginal at t − 1", "Bishop 공식의 p(y)는 t − 1에서의 marginal에 대응", "paths", "step"],
      ["(12)", "So the marginal at t − 1 is some Gaussian", "t − 1에서의 marginal: 평균과 분산을 구할 Gaussian", "paths", "step"],
      ["(15)", "Given: the marginal at t", "주어진 것: t에서의 marginal Gaussian", "paths", "step"],
      ["(16)", "Given: the step back told x₀", "주어진 것: xₜ, x₀가 주어진 xₜ₋₁의 Gaussian", "lens"],
      ["(17)", "xₜ from x₀ and noise (reparameterisation trick)", "reparameterization trick으로 구한 xₜ", "steps"],
      ["(18)", "The mean at t − 1 begins with that of the step back", "평균 파트: xₜ₋₁ 분포의 평균에서 출발", "paths", "step"],
      ["(19)", "The mean of xₜ put in: a term vanishes", "xₜ의 평균을 대입해 뒤의 항이 사라지는 식", "paths", "step"],
      ["(20)", "So the mean at t − 1 is DDPM's", "따라서 t − 1의 평균은 DDPM과 같음", "paths"],
      ["(21)", "The covariance at t − 1: fresh noise plus noise that is carried over", "분산 파트: σₜ²와 xₜ에서 온 분산의 합", "paths", "step"],
      ["(22)", "Together DDPM's variance, whatever σ is", "합치면 σ와 무관하게 DDPM의 분산", "paths"],
      ["#20", "The forward step by Bayes: it depends on x₀ too", "Bayes' rule로 구한 forward: xₜ₋₁와 x₀에 모두 의존", "memory"],
      ["#21", "The family q_σ again", "inference process를 다시 정의한 joint", "paths"],
    ]],
    ["3.2 Generative Process And Unified Variational Inference Objective", [
      ["#22", "xₜ from x₀ and noise, as the marginal has it", "reparameterization trick을 활용해 구한 xₜ", "steps"],
      ["#23", "The model predicts the noise in xₜ; L_γ again", "xₜ로부터 εₜ를 예측하는 모델의 가중 objective L_γ", "weights"],
      ["(23)", "f_θ is the predicted x₀", "f_θ: 모델이 예측한 x₀", "guess"],
      ["(24)", "Predicted x₀: take the predicted noise away, rescale", "예측한 노이즈를 빼고 나누어 x₀로 정리한 식", "guess"],
      ["(25)", "The step back with the predicted x₀ in place of x₀", "x₀ 대신 예측한 f_θ(xₜ)를 넣은 q_σ", "lens"],
      ["(26)", "The same as a Gaussian", "예측한 x₀로 쓴 xₜ₋₁의 Gaussian", "lens"],
      ["#28", "The generative process: q_σ with the prediction; the last step is apart", "generative process의 정의: t = 1만 따로 정의", "lens"],
      ["(27)", "J_σ: the expected log of inference over generative process", "objective J_σ의 정의: log q_σ와 log p_θ의 차의 기대값", "weights", "step"],
      ["(28)", "Both as products of their steps", "두 joint를 각 step의 곱으로 쓴 식", "weights", "step"],
      ["(29)", "Logarithms turn products into sums", "로그로 곱을 합으로 바꾼 식", "weights", "step"],
      ["(30)", "From t = 2 on, terms pair into log ratios", "t가 2 이상인 항은 로그 비로 묶고 t = 1은 따로 둔 식", "weights", "step"],
      ["(31)", "Terms without θ are dropped", "학습에 필요하지 않은 부분을 삭제한 식", "weights", "step"],
      ["(32)", "The expectation goes into the sum", "기대값을 합 안으로 넣은 식", "weights", "step"],
      ["(33)", "J_σ is a sum of KLs, and the term of t = 1", "J_σ: 각 t의 KL의 합과 t = 1의 항", "weights", "step"],
      ["(34)", "t > 1: the KL between q_σ with x₀ and q_σ with f_θ", "t > 1일 때: q_σ에 x₀와 f_θ를 넣은 두 Gaussian의 KL", "weights", "step"],
      ["(35)", "Equal variances: the KL is a squared error of the predicted x₀", "분산이 같은 두 Gaussian의 KL: x₀와 f_θ의 제곱 오차", "weights", "step"],
      ["(36)", "Both pictures written by the true and the predicted noise", "x₀와 f_θ를 실제 노이즈와 예측 노이즈로 쓴 식", "weights", "step"],
      ["(37)", "t > 1: a squared error of the noise, times a weight", "t > 1일 때: 노이즈의 제곱 오차에 가중치를 곱한 것", "weights"],
      ["(38)", "t = 1: the negative log-likelihood is a squared error of x₀", "t = 1일 때: x₀와 f_θ의 제곱 오차", "weights", "step"],
      ["(39)", "t = 1: written by the true and the predicted noise", "t = 1일 때: 실제 노이즈와 예측 노이즈로 쓴 식", "weights", "step"],
      ["(40)", "t = 1: a squared error of the noise, times a weight", "t = 1일 때: 노이즈의 제곱 오차에 가중치를 곱한 것", "weights", "step"],
      ["(41)", "J_σ again: KLs, and the term of t = 1", "최종 objective: KL의 합과 t = 1의 항", "weights", "step"],
      ["(42)", "Both results put in", "두 결과를 대입한 식: t > 1과 t = 1의 가중 노이즈 오차", "weights", "step"],
      ["(43)", "One sum over all steps", "모든 t에 대한 가중 노이즈 오차의 합", "weights", "step"],
      ["(44)", "The weight leaves the expectation", "가중치를 기대값 밖으로 뺀 식", "weights", "step"],
      ["(45)", "So J_σ is L_γ with this γₜ", "γₜ를 이렇게 두면 J_σ는 L_γ와 같다는 식", "weights"],
      ["#48", "Theorem: J_σ is L_γ plus a constant", "최종 objective: J_σ는 L_γ에 상수를 더한 것", "weights"],
    ]],
  ],
};

/** The equations of a text without its headings. @param {keyof typeof EQUATIONS} text */
export const equationsOf = (text) => EQUATIONS[text].flatMap(([, list]) => list);
