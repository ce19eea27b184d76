/** 눈금자: 이미지 아래의 시간 축. */
export default {
  "ruler.data": "데이터",
  "ruler.noise": "노이즈",
  "ruler.facts": "t {t} · ᾱ {alphaBar} · SNR {snr}",
};
