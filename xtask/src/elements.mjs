// What editors, type checkers and Storybook read of the elements: node elements.mjs FOLDER
//
// Writes elements.d.ts (interfaces with a typed property for each attribute, HTMLElementTagNameMap, events), react.d.ts (JSX),
// vue.d.ts (GlobalComponents) and custom-elements.json. All of it is read from the modules that the elements are made of and
// from the table of attributes in docs/embedding.md, so that nothing is said twice.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PanelElement, elementFor, propertyOf } from "../../www/app/panel/element.js";
import { SIZES } from "../../www/app/panel/layout.js";
import { BENCHES, elementOf } from "../../www/app/panels/map.js";
import { NOTATIONS, settingOf } from "../../www/app/state/scopes.js";
import { CHAPTERS } from "../../www/app/story/chapters.js";
import { StoryBody } from "../../www/app/story/story.js";

const DOCUMENT = fileURLToPath(new URL("../../docs/embedding.md", import.meta.url));

/**
 * @typedef {object} Attribute
 * @property {string} name
 * @property {string} is type of what the property reads
 * @property {string} takes type of what may be written
 * @property {string | null} initial
 * @property {string} about
 */

const union = (names) => names.map((name) => JSON.stringify(name)).join(" | ");

/** Of the attributes that are no settings; `theme` is read by the style sheets. */
const PLACES = {
  size: [union(SIZES), union(SIZES), "panel"],
  start: [union(["view", "click"]), union(["view", "click"]), "view"],
  cores: ["number | null", "number | string", null],
  theme: [union(["light", "dark", ""]), union(["light", "dark"]), null],
  controls: ["string", "string | readonly string[]", ""],
  show: ["string", "string | readonly string[]", ""],
  caption: ["string", "string", ""],
};

/** Types of a setting, and what it is initially. @param {import("../../www/app/state/settings.js").Setting} setting */
function typesOf({ kind, choices, initial }) {
  if (kind === "choice") return [union(choices), union(choices), initial];
  if (kind === "label") return ["number | null", `number | ${JSON.stringify("any")} | (string & {})`, "any"];
  if (kind === "integer" || kind === "number") return ["number", "number | string", String(initial)];
  return ["string", "string", initial];
}

/** @param {string} scope @param {any} body @param {string} name */
function typed(scope, body, name) {
  if (name in PLACES) return PLACES[name];
  if (name === "chapter") return [`${union(CHAPTERS.map(({ id }) => id))} | null`, union(CHAPTERS.map(({ id }) => id)), null];
  if (name === "notation") return [union(NOTATIONS), union(NOTATIONS), NOTATIONS[0]];
  if (name === "beat") return scope === "story" ? ["string", "string", ""] : [`${union(Object.keys(body.beats))} | ""`, union(Object.keys(body.beats)), ""];
  return typesOf(settingOf(["model", "backend"].includes(name) ? "page" : scope, name));
}

/** What the document says of attributes: [names, elements, words]. @param {string} text */
function documented(text) {
  return [...text.matchAll(/^\| (`.*?`(?:, `.*?`)*) \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, names, of, words]) => ({ names: [...names.matchAll(/`(.*?)`/g)].map(([, name]) => name), of: of.trim(), words: words.trim().replace(/\[([^\]]+)\]\([^)]*\)/g, "$1") }));
}

/** Every element with its attributes. @returns {{ scope: string, tag: string, type: string, panel: boolean, attributes: Attribute[] }[]} */
export function elements() {
  const rows = documented(readFileSync(DOCUMENT, "utf8"));
  const story = { chapter: `one chapter of the story with its own figures: ${CHAPTERS.map(({ id }) => `\`${id}\``).join(", ")}`, beat: "a named beat of a chapter" };
  return [...BENCHES.flatMap(({ panels }) => panels), StoryBody].map((body) => {
    const scope = body === StoryBody ? "story" : body.scope;
    const about = (/** @type {string} */ name) => {
      const row = rows.find(({ names, of }) => names.includes(name) && (of === "all" || of.includes(scope)));
      const words = (scope === "story" && story[name]) || row?.words;
      if (!words) throw new Error(`expected docs/embedding.md to have a row for the attribute ${name} of ${scope}, found none`);
      return words;
    };
    const names = elementFor(body, PanelElement).observedAttributes;
    const attributes = names.map((name) => {
      const [is, takes, initial] = name === "lang" ? ["string", "string", null] : typed(scope, body, name);
      return { name, is, takes, initial: initial === "" ? null : initial, about: about(name) };
    });
    return { scope, tag: elementOf(scope), type: `Unnoise${scope[0].toUpperCase()}${scope.slice(1)}`, panel: scope !== "story", attributes };
  });
}

/** Events, as the document has them. */
const EVENTS = {
  "unnoise-frame": ["CustomEvent<UnnoiseDetail>", "A step, with its tensors."],
  "unnoise-result": ["CustomEvent<UnnoiseDetail>", "What was made."],
  "unnoise-failure": ["CustomEvent<Error & { readonly code?: string }>", "What went wrong; its message is a sentence."],
  "unnoise-chapter": ["CustomEvent<string | null>", "Of a story: the name of the chapter in the middle of the screen, or null."],
};

const HEAD = "// Made from the modules of the elements by xtask/src/elements.mjs.\n";

/** Both spellings of an attribute. @param {string} name */
const spellings = (name) => [...new Set([name, propertyOf(name)])];

/** @param {ReturnType<typeof elements>} all */
export function declarations(all) {
  const property = ({ name, is, takes, about }) => [`  /** ${about} */`, `  get ${propertyOf(name)}(): ${is};`, `  set ${propertyOf(name)}(value: ${takes} | null);`];
  const interfaces = all.flatMap(({ type, tag, panel, attributes }) => [
    `/** \`<${tag}>\` */`,
    `export interface ${type}Element extends ${panel ? "UnnoisePanelElement" : "HTMLElement"} {`,
    ...attributes.filter(({ name }) => name !== "lang").flatMap(property),
    "}",
    `/** What may be written on \`<${tag}>\`. */`,
    `export interface ${type}Attributes {`,
    ...attributes.flatMap(({ name, takes, about }) => spellings(name).flatMap((spelling) => [`  /** ${about} */`, `  ${JSON.stringify(spelling)}?: ${takes} | undefined;`])),
    ...(panel ? ["  /** A picture of the author's own, as tensors are: [C, H, W] in [−1, 1]. */", "  image?: Float32Array | null | undefined;"] : []),
    "}",
    "",
  ]);
  const element = `${HEAD}
/** What an event tells; its fields are in docs/embedding.md, by panel. */
export type UnnoiseDetail = Readonly<Record<string, any>>;

export interface UnnoiseEvents {
${Object.entries(EVENTS).map(([name, [type, about]]) => `  /** ${about} */\n  "${name}": ${type};`).join("\n")}
}

/** What all panels have. */
export interface UnnoisePanelElement extends HTMLElement {
  /** Starts the panel's work with the settings as they are. */
  run(): Promise<void>;
  /** Ends it before its next step. */
  cancel(): void;
  /** A picture of the author's own, as tensors are: [C, H, W] in [−1, 1]. It is shown, and not given back. */
  get image(): null;
  set image(value: Float32Array | null | undefined);
  /** Panels that the page around it opens with an image of this one. */
  receivers: string[];
}

${interfaces.join("\n")}
declare global {
  interface HTMLElementTagNameMap {
${all.map(({ tag, type }) => `    "${tag}": ${type}Element;`).join("\n")}
  }
  interface GlobalEventHandlersEventMap extends UnnoiseEvents {}
}
`;
  const imported = (/** @type {string} */ more) => `import type { ${[...all.flatMap(({ type }) => [`${type}Attributes`, `${type}Element`]), more].join(", ")} } from "./elements.js";`;
  const react = `${HEAD}// JSX of React 19 knows the elements where a module says: import type {} from "unnoise/react"
import type { DetailedHTMLProps, HTMLAttributes } from "react";
${imported("UnnoiseEvents")}

/** React 19 listens to an event where a property is called "on" and its name. */
type Listeners = { [Name in keyof UnnoiseEvents as \`on\${Name}\`]?: (event: UnnoiseEvents[Name]) => void };
type UnnoiseProps<Attributes, Of> = Omit<DetailedHTMLProps<HTMLAttributes<Of>, Of>, keyof Attributes> & Attributes & Listeners;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
${all.map(({ tag, type }) => `      "${tag}": UnnoiseProps<${type}Attributes, ${type}Element>;`).join("\n")}
    }
  }
}
`;
  const vue = `${HEAD}// Templates of Vue 3 know the elements where a module says: import type {} from "unnoise/vue"
import type { HTMLAttributes, PublicProps } from "vue";
${imported("UnnoiseEvents")}

type Listen = <Name extends keyof UnnoiseEvents>(name: Name, event: UnnoiseEvents[Name]) => void;
type UnnoiseComponent<Attributes, Of> = new () => Of & { $props: Attributes & Omit<HTMLAttributes, keyof Attributes> & PublicProps; $emit: Listen };

declare module "vue" {
  interface GlobalComponents {
${all.map(({ tag, type }) => `    "${tag}": UnnoiseComponent<${type}Attributes, ${type}Element>;`).join("\n")}
  }
}
`;
  return { "elements.d.ts": element, "react.d.ts": react, "vue.d.ts": vue };
}

/** The custom-elements manifest. @param {ReturnType<typeof elements>} all */
export function manifest(all) {
  const text = (/** @type {string} */ type) => ({ type: { text: type } });
  const methods = [
    { kind: "method", name: "run", description: "Starts the panel's work with the settings as they are.", return: text("Promise<void>") },
    { kind: "method", name: "cancel", description: "Ends it before its next step.", return: text("void") },
    { kind: "field", name: "image", description: "A picture of the author's own, as tensors are: [C, H, W] in [−1, 1].", ...text("Float32Array | null") },
    { kind: "field", name: "receivers", description: "Panels that the page around it opens with an image of this one.", ...text("string[]") },
  ];
  const declaration = ({ tag, type, panel, attributes }) => ({
    kind: "class",
    name: `${type}Element`,
    tagName: tag,
    customElement: true,
    superclass: { name: "HTMLElement" },
    attributes: attributes.map(({ name, takes, initial, about }) => ({ name, fieldName: propertyOf(name), description: about, ...text(takes.replace(" | (string & {})", "")), ...(initial === null ? {} : { default: JSON.stringify(initial) }) })),
    members: [...attributes.map(({ name, is }) => ({ kind: "field", name: propertyOf(name), attribute: name, reflects: true, ...text(is) })), ...(panel ? methods : [])],
    events: Object.entries(EVENTS)
      .filter(([name]) => panel === (name !== "unnoise-chapter"))
      .map(([name, [type, about]]) => ({ name, description: about, ...text(type) })),
    slots: panel ? [{ name: "", description: "Shown where the script does not run; an image there is the still picture." }] : [],
  });
  const exports = all.map(({ tag, type }) => ({ kind: "custom-element-definition", name: tag, declaration: { name: `${type}Element`, module: "elements.js" } }));
  return { schemaVersion: "2.1.0", modules: [{ kind: "javascript-module", path: "elements.js", declarations: all.map(declaration), exports }] };
}

function write(folder) {
  const all = elements();
  for (const [name, source] of Object.entries(declarations(all))) writeFileSync(join(folder, name), source);
  writeFileSync(join(folder, "custom-elements.json"), `${JSON.stringify(manifest(all))}\n`);
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) write(process.argv[2]);
