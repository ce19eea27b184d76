/** The look of the story. */

import { BASE } from "../ui/styles/base.js";
import { MATH } from "../ui/styles/math.js";
import { TOKENS } from "../ui/styles/tokens.js";
import { Sheet } from "../ui/sheet.js";

const CSS = `
  :host { display: block } :host([hidden]) { display: none } :host([theme=light]) { color-scheme: light } :host([theme=dark]) { color-scheme: dark }
  .root[data-scheme=light] { color-scheme: light } .root[data-scheme=dark] { color-scheme: dark }
  .root { all: initial; direction: ltr; color-scheme: inherit; display: block; container: story / inline-size; ${TOKENS} font-size: 17px; --seat: calc(100dvh - var(--head, 0px) - 32px) }
  ${BASE} ${MATH}
  h2, h3, p { margin: 0 } a { color: inherit }
  p, article, li { line-height: 1.6 } [data-off], [inert].chapter { display: none !important }
  [data-colour=ddpm] { --accent: var(--ddpm); --network: var(--ddpm) } [data-colour=ddim] { --accent: var(--ddim) } [data-colour=vae] { --accent: var(--vae) }

  .hero { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: var(--s6) 40px; align-items: center; padding: clamp(16px, 5vh, 56px) 0 }
  .hero h2 { font-size: clamp(26px, 3.2cqi, 40px); line-height: 1.2; letter-spacing: -.015em; text-wrap: balance } .pitch { display: grid; gap: var(--s4) }
  .screen { margin: 0 } .screen canvas, .screen .poster { display: block; width: 100%; image-rendering: pixelated; border-radius: var(--r); background-color: #000 }
  .screen canvas { aspect-ratio: 118 / 28; object-fit: contain } .poster { aspect-ratio: 118 / 28; background-size: 100% 1200%; animation: poster 7s steps(12, jump-none) infinite }
  @keyframes poster { from { background-position-y: 0 } 65%, to { background-position-y: 100% } }
  .line { font-size: 14px; color: var(--soft); min-height: 1.6em; margin-top: 6px }
  form { display: grid; gap: 6px } label { font-weight: 600; font-size: 16px } .row { display: flex; flex-wrap: wrap; gap: var(--s2) }
  input { font: inherit; font-size: 18px; width: 7em; min-height: 44px; border: 1px solid var(--edge); border-radius: 8px; padding: 0 12px; background: var(--card); color: inherit }

  .contents { border-block: 1px solid var(--line); padding: var(--s3) 0; display: flex; flex-wrap: wrap; gap: 0 var(--s6); font-size: 16px } .contents ol { display: flex; flex-wrap: wrap; gap: 0 var(--s6); margin: 0; padding: 0; list-style-position: inside }
  .contents a { display: inline-block; min-height: 32px; align-content: center }

  .chapter { padding: 56px 0 24px; outline: none; min-height: min(72dvh, 640px); scroll-margin-top: var(--head, 0px) } .chapter:focus-visible { outline: none }
  .heading { display: grid; gap: 2px; margin-bottom: var(--s4) } .eyebrow { font-size: 14px; color: var(--soft) }
  h2 { font-size: 28px; line-height: 1.25; letter-spacing: -.01em } .question { color: var(--soft); font-size: 18px }
  .body { display: grid; grid-template-columns: minmax(280px, 380px) minmax(0, 1fr); gap: 32px; align-items: start }
  .seat { position: sticky; top: calc(var(--head, 0px) + 16px); max-height: var(--seat); overflow: auto; min-width: 0 } .stage { min-height: 340px; --figure-picture: 140px }
  .words { display: flex; flex-direction: column; gap: var(--s4); min-height: 340px }
  .beat { display: grid; gap: var(--s3); align-content: start; flex: 1 } h3 { font-size: 20px; line-height: 1.3 }
  .ask { display: grid; gap: var(--s2); border-left: 4px solid var(--accent, var(--soft)); padding: 2px 0 2px var(--s3) }
  .options { display: flex; flex-wrap: wrap; gap: 6px } .option, .chip { min-height: 36px; padding: 4px 12px; font-size: 16px; line-height: 1.3; border-color: var(--edge) !important; text-align: start } .chip { border-radius: 999px }
  .option[aria-disabled=true] { cursor: default; opacity: .75 } .option[aria-pressed=true] { box-shadow: inset 0 0 0 1px currentColor; opacity: 1; font-weight: 600 } .option[data-right] { background: var(--data); border-color: var(--data) !important; color: var(--on-accent); opacity: 1; font-weight: 600 } .option[data-right] [data-idea] { color: inherit }
  .chip[aria-pressed=true] { border-color: var(--accent, var(--ddim)) !important; color: var(--accent, var(--ddim)); box-shadow: inset 0 0 0 1px currentColor }
  .ask progress { width: 100%; height: 6px } .seen { font-size: 16px } .seen:empty { display: none } .again { min-height: 36px; justify-self: start; font-size: 16px }
  .shots { display: grid; grid-template-columns: repeat(auto-fill, minmax(44px, 1fr)); gap: 6px } .shots:not(:has(:nth-child(5))) { grid-template-columns: repeat(4, minmax(0, 84px)) } .shots:empty { display: none } .shots figure { margin: 0 } .shots canvas { display: block; width: 100%; image-rendering: pixelated; border-radius: 4px; background: #000 } .shots figcaption { font-size: 13px; text-align: center; color: var(--soft) }
  [data-mark] canvas { outline: 2px solid var(--accent, var(--warn)); outline-offset: 1px }
  .words { min-width: 0 } .tries { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; font-size: 16px }
  .notes { display: none; font-size: 16px; border: 1px dashed var(--edge); border-radius: 8px; padding: var(--s2) var(--s3) } [data-notes] .notes { display: block }
  .steps { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2) } .dots { display: flex } .counted { margin-right: auto; font-size: 14px; color: var(--soft); white-space: nowrap } .dot { background: none; min-height: 32px; min-width: 28px; padding: 0; display: grid; place-items: center } .dot i { width: 12px; height: 12px; border-radius: 50%; border: 2px solid var(--edge) } .dot[aria-current] i { background: var(--ink); border-color: var(--ink) }
  .back { min-width: 44px; padding: 0 } .next { min-width: 0; font-size: 16px; line-height: 1.25; padding-block: 6px }
  .bench { align-self: start; font-size: 16px; min-height: 28px }
  .keys, .printed { display: none }

  .ending { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: var(--s6) 40px; padding: 56px 0 32px; border-top: 1px solid var(--line) } .ending h2 { margin-bottom: var(--s3) } .ending :is(ol, ul) { margin: 0; padding: 0; display: grid; gap: var(--s2) } .ending ol { padding-left: 1.3em } .ending ul { list-style: none }
  .ending .link { font: inherit; text-align: start; text-decoration: underline; background: none; border: 0; padding: 0; color: inherit; min-height: 28px } .ending a { display: inline-block; min-height: 28px }

  /* story.js has the same width. */
  @container story (max-width: 860px) {
    .hero, .ending { grid-template-columns: minmax(0, 1fr) } .ending { padding-top: 32px } .ending :is(a, .link) { min-height: 44px; align-content: center } .hero { padding-top: 12px } .hero .screen { order: -1 }
    .body { grid-template-columns: minmax(0, 1fr); gap: var(--s4) } .seat { position: static; max-height: none; overflow: visible } .counted { display: none } .dots { margin-right: auto } .stage { min-height: 240px; --figure-picture: 84px }
    .chapter { padding-top: 32px } .option, .chip, .again { min-height: 44px } .dot { min-height: 44px; min-width: 44px } .next { margin-left: auto } .contents a, .bench { min-height: 44px; align-content: center } .contents ol { flex-direction: column } .words { min-height: 0 }
  }
  /* On a phone the stage stays above the words while they go by, where chapter.js says that it is low enough. */
  @media (max-width: 860px) {
    .seat { background: var(--paper) } .seat[data-stays] { position: sticky; top: var(--head, 0px); z-index: 2; padding-bottom: 4px } .words { min-height: 40dvh }
    .seat[data-stays]::after { content: ""; position: absolute; inset: 100% 0 auto; height: 16px; background: linear-gradient(var(--paper), transparent); pointer-events: none }
  }

  [popover].chapter { position: fixed; inset: 0; width: 100vw; height: 100dvh; max-width: none; max-height: none; margin: 0; border: 0; padding: 2vh 3vw 40px; background: var(--paper); color: var(--ink); overflow: auto; z-index: 99 }
  [data-presenting] { font-size: 24px; --head: 0px } [data-presenting] :is(.option, .chip, .seen, .tries, .notes, .next, .question, .again, .shots figcaption, .eyebrow) { font-size: 24px } [data-presenting] h3 { font-size: 30px } [data-presenting] h2 { font-size: 34px }
  [data-presenting] .stage { zoom: 1.5 } [data-presenting] .body { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) } [data-presenting] .bench { display: none } [data-presenting] .seat { max-height: none; height: auto }
  .black { position: fixed; inset: 0; background: #000; z-index: 1 } [data-presenting] .keys { display: block; position: fixed; inset: auto 0 0; padding: 4px 3vw; background: var(--paper); color: var(--soft); font-size: 16px }
  [data-presenting] .notes { position: fixed; inset: auto 3vw 44px; z-index: 1; max-height: 40dvh; overflow: auto; background: var(--card) } @media (min-width: 1800px) { [data-presenting] .stage { zoom: 1.8; --figure-picture: 120px } [data-presenting] { font-size: 28px } }

  @media (prefers-reduced-motion: reduce) { .poster { animation: none; background-position-y: 100% } }
  @media print { .stage:not([data-drawn]) { display: none } .stage:not([data-drawn]) + .printed { display: block; width: min(100%, 560px) } .chapter { break-before: page; min-height: 0 } .beat[data-off] { display: grid !important } .steps, .bench, form, .contents, .again { display: none } .seat { position: static; height: auto; max-height: none; overflow: visible } .hero { break-after: avoid } }
`;

export const storySheet = new Sheet(CSS);
