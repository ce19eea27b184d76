/** `?embed=noise&size=figure&controls=t`: one element alone, for an iframe; the address has its settings and its attributes. */

import { PLACE } from "../panel/layout.js";
import { THEMES } from "./theme.js";

/** Attributes of an element that are no settings; they may stand in the address of an iframe. */
export const ATTRIBUTES = [...PLACE, "beat", "chapter"];

/** @param {HTMLElement} element @param {URLSearchParams} address */
export function dress(element, address) {
  for (const name of ATTRIBUTES) {
    const value = address.get(name);
    if (value !== null) element.setAttribute(name, value);
  }
}

/** A page whose theme is switched tells its iframes: `frame.contentWindow.postMessage({ type: "unnoise-theme", theme: "dark" }, "*")`. @param {import("../state/state.js").State} state */
export function hearTheme(state) {
  addEventListener("message", ({ data, source }) => {
    if (source === parent && data?.type === "unnoise-theme" && THEMES.includes(data.theme)) state.set("page", "theme", data.theme);
  });
}

/** An iframe does not grow with what is in it; the page around it may listen, and set its height. @param {HTMLElement} content */
export function tellHeight(content) {
  const tell = () => parent.postMessage({ type: "unnoise-size", height: Math.ceil(content.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(content);
}
