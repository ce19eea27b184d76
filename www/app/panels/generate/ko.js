/** 생성. */
export default {
  "panel.generate": "생성",
  "plot.where": "현재 위치",
  "plot.alpha-bar": "ᾱ(t)와 SNR(t)(점선), {kind} 스케줄",
  "plot.alpha-bar.label": "{kind} 스케줄에서 t에 따른 ᾱ와 신호 대 잡음비(SNR) 그래프. 이번 실행의 타임스텝을 점으로 표시",
  "generate.run": "{count}장 생성",
  "preview.title": "첫 이미지",
  "preview.label": "지금 설정으로 바로 만든 첫 번째 이미지",
  "step.title": "역방향 한 스텝(reverse process)",
  "step.ddim.source": "DDIM, 식 12, 16",
  "step.ddpm.source": "DDPM, 식 7, 3.2절",
  "step.eta0": "η = 0이면 마지막 항이 사라집니다. 같은 노이즈는 언제나 같은 이미지가 되고, 스텝을 줄여도 거의 같은 이미지가 나옵니다. η를 1로 올리면 DDPM이 됩니다.",
  "step.eta": "σₜ가 DDPM의 {eta}배입니다. 결정론적(deterministic) 경로(η = 0)와 조상 샘플링(ancestral sampling, η = 1)의 중간입니다.",
  "step.eta1": "η = 1이면 작은 분산을 쓰는 DDPM과 같습니다. 마지막을 제외한 모든 스텝에서 새 노이즈를 더합니다.",
  "step.ddpm.small": "사후 분포(posterior) q(xₜ₋₁ | xₜ, x̂₀)의 평균에, 마지막을 제외한 모든 스텝에서 새 노이즈 z를 더합니다. 노이즈의 분산은 사후 분포의 분산 β̃ₜ로, DDPM의 두 선택지 중 작은 쪽이며 η = 1인 DDIM과 같습니다. β̃ₜ는 역방향 한 스텝이 가지는 분산의 하한이고, 데이터가 이미지 한 장뿐일 때 정확합니다. 그래서 스텝이 적으면 분산이 모자라 샘플들이 지나치게 비슷해집니다.",
  "step.ddpm.large": "사후 분포(posterior) q(xₜ₋₁ | xₜ, x̂₀)의 평균에, 마지막을 제외한 모든 스텝에서 분산이 βₜ인 새 노이즈 z를 더합니다. DDPM의 두 선택지 중 큰 쪽으로, DDIM 논문은 σ̂로 씁니다. βₜ는 데이터 자체가 N(0, I)일 때 정확하고, 이미지에는 지나치게 큽니다. 그래서 스텝이 적으면 네트워크가 다 지우지 못해 노이즈가 너무 많이 남습니다. 모든 스텝을 거치면 두 선택지는 거의 같습니다.",
  "step.previous": "t − 1은 타임스텝 목록의 다음 항목을 뜻합니다. 스텝을 건너뛰면 βₜ는 건너뛴 구간 전체의 노이즈 1 − ᾱₜ/ᾱₜ₋₁입니다.",
};
