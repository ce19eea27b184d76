/** 이미지 수식: 이미지 아래의 말과 보여 줄 수 없는 것. */
export default {
  "term.x0": "원본",
  "term.x": "노이즈를 더함",
  "term.eps": "노이즈",
  "term.x0-hat": "예측",
  "term.eps-hat": "예측한 노이즈",
  "term.x-prev": "한 스텝 진행",
  "term.z": "새 노이즈",
  "term.xT-between": "사이",
  "term.xT-from": "시작점",
  "term.xT-to": "끝점",
  "equation.left-out": "실행이 길어서 일부 프레임을 남기지 않았습니다. 그 사이의 이미지는 보여 줄 수 없습니다.",
  "equation.kept": "x̂₀만 클리핑하고 ε̂는 그대로 두었습니다. 프레임만으로는 ε̂와 z를 구분할 수 없습니다.",
};
