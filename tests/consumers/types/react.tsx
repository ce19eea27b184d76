/** Elements in JSX of React 19. */

import { useRef } from "react";
import type { UnnoiseGenerateElement } from "unnoise/elements";
import type {} from "unnoise/react";

export function Figure() {
  const panel = useRef<UnnoiseGenerateElement>(null);
  return (
    <section>
      <unnoise-generate ref={panel} key="one" className="wide" sampler="ddim" steps={20} eta="0.5" label={3} lang="ko" onunnoise-result={({ detail }) => console.log(detail["count"])}>
        <img src="still.webp" alt="a digit" />
      </unnoise-generate>
      <unnoise-compare aSteps={10} b-steps="40" count={1} />
      <unnoise-story chapter="to-noise" />
      <unnoise-noise image={new Float32Array(784)} onClick={() => void panel.current?.run()} />
      {/* @ts-expect-error there is no such sampler */}
      <unnoise-generate sampler="euler" />
      {/* @ts-expect-error there is no such attribute */}
      <unnoise-generate stepz={20} />
      {/* @ts-expect-error there is no such element */}
      <unnoise-nothing />
    </section>
  );
}
