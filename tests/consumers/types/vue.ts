/** Elements in the templates of Vue 3, whose tools read GlobalComponents. */

import type { GlobalComponents } from "vue";
import type {} from "unnoise/vue";

type Generate = InstanceType<GlobalComponents["unnoise-generate"]>;
export const props: Partial<Generate["$props"]> = { steps: 20, sampler: "ddim", "aria-label": "a panel", class: "wide", lang: "en" };
export const compare: Partial<InstanceType<GlobalComponents["unnoise-compare"]>["$props"]> = { "a-steps": 10, bSteps: "40" };
export const listen = (panel: Generate) => panel.$emit("unnoise-result", new CustomEvent("unnoise-result", { detail: {} }));

// @ts-expect-error there is no such sampler
export const wrong: Partial<Generate["$props"]> = { sampler: "euler" };
