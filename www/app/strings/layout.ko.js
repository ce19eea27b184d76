/** 패널의 자리. */
export default {
  "layout.more": "설정 더 보기",
  "layout.beats": "해 보기",
  "layout.start": "여기서 실행",
  "layout.measures": "측정",
  "layout.derivation": "유도: 수식으로 보기",
};
