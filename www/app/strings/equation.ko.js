/** 그림 수식: 그림 아래의 말과 보여 줄 수 없는 것. */
export default {
  "term.x0": "그림",
  "term.x": "노이즈 섞인 그림",
  "term.eps": "노이즈",
  "term.x0-hat": "예측한 그림",
  "term.eps-hat": "예측한 노이즈",
  "term.x-prev": "한 스텝 뒤",
  "term.x-next": "한 스텝 위",
  "term.z": "새 노이즈",
  "term.xT-between": "사이",
  "term.xT-from": "한쪽 끝",
  "term.xT-to": "다른 쪽 끝",
  "equation.left-out": "실행이 길어서 일부 프레임을 남기지 않았습니다. 그 사이의 그림은 보여 줄 수 없습니다.",
  "equation.kept": "x̂₀만 잘라 내고 ε̂은 그대로 두었습니다. 프레임만으로는 ε̂과 z를 가를 수 없습니다.",
};
