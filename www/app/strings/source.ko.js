/** x₀를 고르는 곳. */
export default {
  "source.name": "이미지",
  "source.model": "모델이 생성",
  "source.drawing": "내 이미지",
  "source.image-seed": "이미지의 시드",
  "gallery.name": "모델이 생성한 이미지 갤러리",
  "gallery.class": "{label} 이미지 고르기, 시드 {seed}",
  "gallery.seed": "시드 {seed}의 이미지 고르기",
  "source.clear": "지우기",
  "source.invert": "반전",
  "source.file": "파일 선택…",
  "source.drop": "직접 그리거나, 파일을 선택하거나, 이미지 위에 파일을 끌어다 놓으세요. 네트워크는 검은 바탕에 밝은 획을 학습했으므로, 밝은 바탕에 어두운 획이면 반전하세요.",
  "source.draw.label": "그리기 영역. 포인터로 그리거나, 화살표 키로 움직이고 스페이스 바로 그립니다.",
  "source.draw.hint": "여기에 그리거나 파일을 놓으세요",
  "error.file-broken": "{name}({type})은(는) 이 브라우저가 읽을 수 있는 이미지가 아닙니다. PNG, JPEG, WebP 파일을 선택하세요.",
  "error.file-large": "{name}의 크기가 {size} MB입니다. 40 MB까지 읽을 수 있으니 이미지를 줄여 주세요.",
};
