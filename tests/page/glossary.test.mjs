/** Symbols and words: each has an entry in both languages, a symbol in three notations too, and answers to whoever points at it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, openApp, readable, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => {
  session = await start();
});
after(() => session?.close());

const NOTATIONS = ["ho", "song", "lai"];
const NOISE = "unnoise-noise";
const OPEN = `${NOISE} .gloss:popover-open`;
/** The page on a picture noised to t = 300. */
const open = (settings = {}, options = {}) => openApp(session, { panel: "noise", "x.t": 300, "n.steps": 2, ...settings }, options);
const shadow = (page, selector) => page.locator(`${NOISE} ${selector}`);
/** An equation of the derivation, its MathML as text, such as xt=α¯tx0: a measure may have the same one. */
const formulaText = (page, name) => shadow(page, `.derivation [data-formula=${name}]`).evaluate((node) => [...node.querySelectorAll("math")].map((math) => math.textContent).join(""));
/** All that is lit in the panel. */
const lit = (page) => page.evaluate((panel) => [...document.querySelector(panel).shadowRoot.querySelectorAll("[data-lit]")].map((node) => node.dataset.sym), NOISE);
/** Formulas stand in a part that is closed at first. */
const unfold = (page) => page.evaluate((panel) => document.querySelector(panel).shadowRoot.querySelectorAll("details").forEach((details) => (details.open = true)), NOISE);

test("every identifier of every formula is a symbol with an entry, in both languages and three notations", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async (notations) => {
    const { names, formulaMarkup, coefficient } = await import("./app/math/terms.js");
    const { SYMBOLS, symbol, plain } = await import("./app/math/notation.js");
    const { entry } = await import("./app/math/glossary.js");
    const { STRINGS } = await import("./app/strings/index.js");
    const faults = [];
    const identifiers = {};
    const tree = (markup) => new DOMParser().parseFromString(`<math>${markup}</math>`, "text/html").body;
    for (const notation of notations) {
      const all = [
        ...names().map((name) => [name, formulaMarkup(name, notation)]),
        ...Object.keys(SYMBOLS).map((id) => [id, symbol(id, notation)]),
        ...["signal", "noise", "signal-prev", "noise-prev", "direction", "posterior-x0", "posterior-xt", "sigma"].map((name) => [name, coefficient(name, notation)]),
      ];
      for (const [name, markup] of all) {
        for (const letter of tree(markup).querySelectorAll("mi")) {
          const id = letter.closest("[data-sym]")?.dataset.sym;
          if (!id || !SYMBOLS[id]) faults.push(`${letter.textContent} of ${name} (${notation}) belongs to no symbol`);
        }
        identifiers[`${name} ${notation}`] = tree(markup).textContent;
      }
    }
    for (const id of Object.keys(SYMBOLS)) {
      for (const language of ["en", "ko"]) {
        for (const part of ["reads", "is"]) if (!STRINGS[language][`symbol.${id}.${part}`]) faults.push(`${id} has no ${part} in ${language}`);
        const { signs } = entry(id, language, "ho");
        if (signs.length !== notations.length || signs.some(({ markup }) => !markup.includes(`data-sym="${id}"`))) faults.push(`${id} has not three signs`);
      }
    }
    const same = Object.keys(STRINGS.en).filter((key) => key.startsWith("symbol.")).join() === Object.keys(STRINGS.ko).filter((key) => key.startsWith("symbol.")).join();
    const signs = Object.fromEntries(["abar", "root-abar", "beta", "alpha", "x0-hat", "eps-hat", "xT", "q", "p", "encoder", "root-noise"].map((id) => [id, notations.map((notation) => plain(id, notation))]));
    return { faults, same, signs, count: names().length, ddpm: identifiers["ddpm ho"], slerp: identifiers["slerp ho"], unit: identifiers["distance ho"] };
  }, NOTATIONS);
  assert.deepEqual(found.faults, []);
  assert(found.same, "the same keys in both languages");
  assert(found.count >= 17, `found ${found.count} formulas`);
  assert.deepEqual(found.signs, {
    abar: ["ᾱₜ", "αₜ", "ᾱᵢ²"],
    "root-abar": ["√ᾱₜ", "√αₜ", "ᾱᵢ"],
    beta: ["βₜ", "1 − αₜ/αₜ₋₁", "βᵢ²"],
    alpha: ["αₜ", "αₜ/αₜ₋₁", "αᵢ²"],
    "x0-hat": ["x̂₀", "f_θ⁽ᵗ⁾(xₜ)", "x_φ"],
    "eps-hat": ["ε̂", "ε_θ⁽ᵗ⁾(xₜ)", "ε_φ"],
    xT: ["x_T", "x_T", "x_L"],
    q: ["q", "q_σ", "p"],
    p: ["p_θ", "p_θ", "p_φ"],
    encoder: ["q_φ", "q_φ", "q_θ"],
    "root-noise": ["√(1 − ᾱₜ)", "√(1 − αₜ)", "√(1 − ᾱᵢ²)"],
  });
  assert.match(found.ddpm, /αt=1−βt$/, "αₜ is explained where it stands");
  assert.match(found.slerp, /^xT\(a\)=sin\(1−a\)ω.*xT\(0\)/, "no θ and no z in slerp");
  assert.doesNotMatch(found.unit, /d/, "one letter for the dimension");
  assert.deepEqual(problems, []);
  await context.close();
});

test("each notation keeps what a formula says: the numbers that its letters stand for come out the same", async () => {
  const { page, context } = await barePage(session);
  const worth = await page.evaluate(async (notations) => {
    const { formulaMarkup } = await import("./app/math/terms.js");
    const { SYMBOLS } = await import("./app/math/notation.js");
    // ᾱ at two times, and what follows from it: each symbol's value, whatever its sign.
    const [a, b] = [0.42, 0.55];
    const kept = a / b;
    const value = { "abar t": a, "abar t-1": b, beta: 1 - kept, alpha: kept, "root-alpha": Math.sqrt(kept) };
    /** The value of a tree: a symbol's where it is known, else from its parts. */
    const read = (node, notation) => {
      const id = node.dataset?.sym;
      const previous = node.textContent.includes("−");
      if (id === "abar") return value[`abar ${previous ? "t-1" : "t"}`];
      if (id === "root-abar" && notation === "lai") return Math.sqrt(value[`abar ${previous ? "t-1" : "t"}`]);
      if (["beta", "alpha", "root-alpha"].includes(id) && notation !== "song") return value[id];
      const parts = [...node.children];
      if (node.localName === "mn") return Number(node.textContent);
      if (node.localName === "msqrt") return Math.sqrt(sum(parts, notation));
      if (node.localName === "mfrac") return read(parts[0], notation) / read(parts[1], notation);
      if (node.localName === "mrow") return sum(parts, notation);
      throw new Error(`what is ${node.outerHTML}?`);
    };
    const sum = (parts, notation) => {
      let [total, product, sign] = [0, 1, 1];
      for (const part of parts) {
        if (part.localName !== "mo") product *= read(part, notation);
        else if (part.textContent === "−") [total, product, sign] = [total + sign * product, 1, -1];
      }
      return total + sign * product;
    };
    const { coefficient } = await import("./app/math/terms.js");
    const tree = (markup) => new DOMParser().parseFromString(`<math>${markup}</math>`, "text/html").body.firstElementChild.firstElementChild;
    return ["signal", "noise", "signal-prev", "noise-prev", "posterior-x0", "posterior-xt"].map((name) => [name, ...notations.map((notation) => read(tree(coefficient(name, notation)), notation))]);
  }, NOTATIONS);
  for (const [name, ...values] of worth) for (const value of values) assert(Math.abs(value - values[0]) < 1e-12, `${name}: ${values}`);
  assert(Math.abs(worth[4][1] - (Math.sqrt(0.55) * (1 - 0.42 / 0.55)) / 0.58) < 1e-12, "DDPM, eq. 7");
  await context.close();
});

test("symbols in sentences: found where they stand alone, and nowhere else", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { parse } = await import("./app/math/prose.js");
    const { setText, h } = await import("./app/ui/dom.js");
    const ids = (text) => parse(text)?.filter((part) => typeof part !== "string").map(({ id, at }) => `${id} ${at}`.trim()) ?? [];
    const node = h("p");
    setText(node, "ᾱₜ at t = 3");
    const set = node.firstElementChild;
    const [symbol, words] = [set.children[0], set.lastChild];
    setText(node, "ᾱₜ at t = 4");
    const kept = node.firstElementChild === set && set.children[0] === symbol && set.lastChild === words && words.nodeValue === " = 4";
    const option = h("option");
    setText(option, "small, β̃ₜ");
    return {
      all: ids("xₜ, xₜ₋₁, x₀, x̂₀, x̃₀, x_T, ᾱ, ᾱₜ, βₜ, β̃ₜ, σₜ, ε, ε̂, η, z, SNR, √(1 − ᾱₜ), S, T"),
      density: ids("q_φ(z|x), p_θ(x|z), q(xₜ₋₁|xₜ, x₀), p_θ, q"),
      none: ids("Don’t touch a T-shirt in 2-D; it's 3t or xT, by S4 and zeta, alphaβ"),
      korean: ids("t는 크고 ᾱ가 작아 x_T에서"),
      kept,
      option: [option.childElementCount, option.textContent],
      label: symbol.querySelector("math").getAttribute("aria-label"),
    };
  });
  assert.deepEqual(found.all, ["x t", "x-prev t-1", "x0 0", "x0-hat 0", "x0-tilde 0", "xT T", "abar", "abar t", "beta t", "beta-tilde t", "sigma t", "eps", "eps-hat", "eta", "z t", "SNR", "root-noise t", "S", "T"]);
  assert.deepEqual(found.density, ["encoder", "latent", "data", "p", "data", "latent", "q", "x-prev t-1", "x t", "x0 0", "p", "q"]);
  assert.deepEqual(found.none, []);
  assert.deepEqual(found.korean, ["t", "abar", "xT T"]);
  assert(found.kept, "what is there stays, so that an entry's symbol is not taken away at every frame");
  assert.deepEqual(found.option, [0, "small, β̃ₜ"], "an option has no room for markup");
  assert.equal(found.label, "ᾱₜ");
  await context.close();
});

test("a symbol that is pointed at says what it is and what it is worth, and lights what stands for it", async () => {
  const { page, problems, context } = await open();
  await untilResults(page, 1);
  await unfold(page);
  assert.equal(await page.locator(OPEN).count(), 0);
  await shadow(page, ".derivation [data-formula=forward] [data-sym=abar]").first().hover();
  const box = page.locator(OPEN);
  await box.waitFor();
  const alphaBar = await page.evaluate((panel) => inside(panel).lab.schedule().alphaBar[300].toFixed(3), NOISE);
  assert.match(await readable(box), new RegExp(`alpha bar t[^]*now ${alphaBar}[^]*How much of the picture is left[^]*DDPM[^]*DDIM[^]*VAEs to DDPMs[^]*Here: `));
  const all = await lit(page);
  assert(all.length > 2 && all.every((id) => id === "abar"), `lit: ${all}`);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(OPEN).count(), 0, "Escape closes it");
  assert.deepEqual(await lit(page), []);
  // The pointer may go into the entry, and leaves it open.
  await shadow(page, ".derivation [data-formula=forward] [data-sym=eps]").first().hover();
  await box.waitFor();
  await box.hover();
  await page.waitForTimeout(400);
  assert.match(await readable(box), /epsilon/);
  await page.mouse.move(2, 2);
  await box.waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("by keys: a formula is one stop, the arrows go through its symbols, each with its entry", async () => {
  const { page, problems, context } = await open();
  await untilResults(page, 1);
  await unfold(page);
  const keys = shadow(page, ".derivation [data-formula=forward] .keys button");
  assert.equal(await keys.evaluateAll((buttons) => buttons.filter((button) => button.tabIndex === 0).length), 1);
  await keys.first().focus();
  const seen = [];
  for (let k = 0; k < (await keys.count()); k++) {
    seen.push(await page.evaluate((panel) => {
      const { activeElement: key } = document.querySelector(panel).shadowRoot;
      const box = document.querySelector(panel).shadowRoot.getElementById(key.getAttribute("aria-describedby"));
      return [key.dataset.key, key.ariaLabel, box?.matches(":popover-open") && box.textContent.includes(key.ariaLabel)];
    }, NOISE));
    await page.keyboard.press("ArrowRight");
  }
  assert.deepEqual(seen.slice(0, 3).map(([id]) => id), ["x", "t", "root-abar"]);
  assert(seen.every(([, , told]) => told), JSON.stringify(seen));
  await shadow(page, "input").first().focus();
  assert.equal(await page.locator(OPEN).count(), 0, "it closes when the focus goes on");
  assert.deepEqual(problems, []);
  await context.close();
});

test("by touch: a tap opens, another beside it closes", async () => {
  const { page, problems, context } = await open({}, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await untilResults(page, 1);
  await unfold(page);
  await shadow(page, ".derivation [data-formula=forward] [data-sym=x0]").first().tap();
  const box = page.locator(OPEN);
  await box.waitFor();
  assert.match(await readable(box), /x nought/);
  const place = await box.boundingBox();
  assert(place.x >= 0 && place.x + place.width <= 390, "it is on the screen");
  await shadow(page, "legend").first().tap();
  await box.waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("words of the trade: each has an entry in both languages, found in the forms that sentences have, the first of a sentence alone", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { WORDS, wordsIn } = await import("./app/math/words.js");
    const { STRINGS } = await import("./app/strings/index.js");
    await import("./app/math/glossary.js");
    const { h, setText } = await import("./app/ui/dom.js");
    const faults = [];
    for (const word of WORDS) {
      for (const language of ["en", "ko"]) {
        for (const part of ["forms", "name", "is"]) if (!STRINGS[language][`word.${word}.${part}`]) faults.push(`${word} has no ${part} in ${language}`);
        for (const form of STRINGS[language][`word.${word}.forms`].split("|")) {
          const sentence = language === "en" ? `Take the ${form}, then.` : `이 ${form}는 하나입니다.`;
          const words = wordsIn(sentence, new Set())?.filter((part) => typeof part !== "string");
          if (words?.length !== 1 || words[0].word !== word || words[0].text !== form) faults.push(`“${form}” in “${sentence}”: ${JSON.stringify(words)}`);
        }
      }
    }
    const ids = (text) => wordsIn(text, new Set())?.filter((part) => typeof part !== "string").map(({ word }) => word) ?? [];
    const [sentence, button] = [h("p"), h("button")];
    for (const node of [sentence, button]) setText(node, "The encoder at t; an encoder, and its MSE");
    return {
      faults,
      count: WORDS.length,
      none: ids("preseed the decoderless seed-bank of VAEish DDIMs; 재시드"),
      marked: [...sentence.querySelectorAll("[data-word], [data-symbol]")].map(({ dataset }) => dataset.word ?? dataset.symbol),
      whole: sentence.textContent,
      button: button.querySelectorAll("[data-word]").length,
    };
  });
  assert.deepEqual(found.faults, []);
  assert(found.count >= 25, `found ${found.count} words`);
  assert.deepEqual(found.none, []);
  assert.deepEqual(found.marked, ["encoder", "t", "mse"]);
  assert.equal(found.whole, "The encoder at t; an encoder, and its MSE");
  assert.equal(found.button, 0, "what is pressed says what it does");
  await context.close();
});

test("a word that is pointed at or tapped says what it is, in the reader's language", async () => {
  for (const [lang, options, says] of [["en", {}, /^encoder\s.*law that leads from data to latents/s], ["ko", { width: 390, height: 844, hasTouch: true, isMobile: true }, /^인코더\(encoder\)\s.*데이터에서 잠재 변수로/s]]) {
    const { page, problems, context } = await openApp(session, { panel: "story", beat: "to-noise-fixed", lang }, options);
    const word = page.locator("unnoise-story .beat:not([data-off]) > p [data-word=encoder]").first();
    await word.waitFor();
    await (options.hasTouch ? word.tap() : word.hover());
    const box = page.locator("unnoise-story .root > .gloss:popover-open");
    await box.waitFor();
    assert.match((await box.innerText()).trim(), says);
    assert.equal(await box.locator(".signs").isVisible(), false, "a word has no signs");
    await page.keyboard.press("Escape");
    await box.waitFor({ state: "detached" });
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("the notation is in the address and an attribute; formulas and words follow it", async () => {
  const { page, problems, context } = await open({ notation: "song" });
  await untilResults(page, 1);
  await unfold(page);
  await untilDrawn(page);
  assert.equal(await formulaText(page, "forward"), "xt=αtx0+1−αtε,ε∼N(0,I)");
  const signs = () => page.evaluate((panel) => [...document.querySelector(panel).shadowRoot.querySelectorAll(".symbol")].map((node) => `${node.dataset.symbol} ${node.dataset.in}`), NOISE);
  assert((await signs()).length > 8 && (await signs()).every((sign) => sign.endsWith(" song")));
  await page.evaluate((panel) => document.querySelector(panel).setAttribute("notation", "lai"), NOISE);
  await untilDrawn(page);
  assert.equal(await formulaText(page, "forward"), "xi=α¯ix0+1−α¯i2ε,ε∼N(0,I)");
  assert((await signs()).every((sign) => sign.endsWith(" lai")));
  await page.waitForFunction(() => /notation=lai/.test(location.hash));
  const axes = await page.evaluate((panel) => [...document.querySelector(panel).shadowRoot.querySelectorAll("svg text[data-sym]")].map((node) => `${node.dataset.sym} ${node.textContent}`), NOISE);
  assert(axes.some((axis) => axis === "t i" || axis.startsWith("x ")), `the names of axes, too: ${axes}`);
  assert.deepEqual(problems, []);
  await context.close();
});
