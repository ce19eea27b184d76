/** 패널의 자리. */
export default {
  "layout.more": "설정 더 보기",
  "layout.beats": "해 보기",
  "layout.measures": "측정",
  "layout.derivation": "유도: 수식으로 보기",
};
