/** Elements as the DOM gives them. */

import { setBase } from "unnoise";
import "unnoise/elements";
import type { UnnoiseGenerateElement } from "unnoise/elements";

setBase("/unnoise/");
const panel: UnnoiseGenerateElement = document.createElement("unnoise-generate");
const steps: number = panel.steps;
const sampler: "ddim" | "ddpm" = panel.sampler;
const label: number | null = panel.label;
panel.steps = 20;
panel.steps = "20";
panel.steps = null;
panel.sampler = "ddpm";
panel.label = "any";
panel.controls = ["steps", "eta"];
panel.image = new Float32Array(784);
panel.beat = "few-steps";
panel.theme = "dark";
panel.lang = "ko";
await panel.run();
panel.cancel();
const compare = document.querySelector("unnoise-compare");
if (compare) compare.aSteps = 10;
document.querySelector("unnoise-story")?.setAttribute("chapter", "ddim");
const story = document.createElement("unnoise-story");
story.chapter = "ddim";
panel.addEventListener("unnoise-result", ({ detail }) => console.log(detail["images"], sampler, steps, label));
document.addEventListener("unnoise-failure", ({ detail }) => console.log(detail.message, detail.code));

// @ts-expect-error there is no such sampler
panel.sampler = "euler";
// @ts-expect-error there is no such setting here
panel.frames = 3;
// @ts-expect-error a story has nothing to run
story.run();
// @ts-expect-error an address is text
setBase(7);
