/**
 * What the page says: the terms of its Korean, who is quoted for what, and the sentences that a number or an equation can check.
 * The strings are read from the sources; no browser is needed.
 */

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const APP = new URL("../../www/app/", import.meta.url);

/** All strings of a language by key: files named en.js or x.en.js. */
async function stringsOf(language) {
  const files = (await readdir(APP, { recursive: true })).filter((file) => new RegExp(`(^|[/.])${language}\\.js$`).test(file));
  const all = {};
  for (const file of files) Object.assign(all, (await import(new URL(file, APP))).default);
  return all;
}
const [en, ko] = [await stringsOf("en"), await stringsOf("ko")];
const quality = JSON.parse(await readFile(new URL("../../models/digits/quality.json", import.meta.url), "utf8"));

/** Words that the readers' texts (shared/texts) do not use, with what they use. @type {[RegExp, string][]} */
const NOT_OURS = [
  [/표본/, "샘플"],
  [/탐정/, "노이즈 탐지기(noise detective)"],
  [/정규 ?분포/, "가우시안"],
  [/정규화 항|재구성 항/, "정규화 term, 재구성 term"],
  [/밟/, "거치다, 진행하다"],
  [/무관/, "지정 안 함"],
  [/멈춤/, "일시정지"],
  [/나란히/, "진행률 맞춤"],
  [/변분 하한(?!\(ELBO\))|변분 한계/, "변분 상한(−ELBO)"],
  [/조건부 기댓값|조건부 평균/, "조건부 기대값"],
  [/재구성 오차/, "복원 오차(reconstruction error)"],
  [/잠재 ?벡터|잠재변수/, "잠재 변수"],
  [/그림(?! \d)/, "이미지"],
];

test("Korean keeps to the terms of the readers' texts", () => {
  const found = Object.entries(ko).flatMap(([key, text]) => NOT_OURS.filter(([word]) => word.test(text)).map(([word, ours]) => `${key}: “${text.match(word)[0]}” is ${ours} in the texts`));
  assert.deepEqual(found, []);
});

test("both languages have each key, and say it in their own words", () => {
  assert.deepEqual(Object.keys(en).filter((key) => !(key in ko)), []);
  assert.deepEqual(Object.keys(ko).filter((key) => !(key in en)), []);
  const english = Object.entries(ko).filter(([key, text]) => !/[가-힣]/.test(text) && text.replace(/\{\w+\}/g, "").length > 30 && en[key] === text);
  assert.deepEqual(english, [], "a sentence stayed English");
  const korean = Object.entries(en).filter(([key, text]) => /[가-힣]/.test(text) && key !== "page.other-language" && key !== "page.switch");
  assert.deepEqual(korean, [], "a sentence stayed Korean");
});

/** Citations of papers: what they quote has a place in the paper. */
const PAPER = /^(DDPM|DDIM|Nichol|Salimans|Kingma|Li et al|Lai et al|Song et al|Sohl-Dickstein)/;
const PLACE = { en: /(eq\.|§|fig\.|Table|appendix|theorem|lemma|algorithm) ?\d|\d{4}$/, ko: /(식|그림|표|부록|정리|알고리즘) ?[A-Z]?\.?\d|\d절|\d{4}$/ };

for (const [language, strings] of [["en", en], ["ko", ko]]) {
  test(`each citation names paper and place (${language})`, () => {
    const cited = Object.entries(strings).filter(([key, text]) => key.endsWith(".source") && PAPER.test(text));
    assert(cited.length >= 10);
    for (const [key, text] of cited) {
      for (const part of text.split("; ")) assert(PAPER.test(part) && PLACE[language].test(part), `${key}: “${part}” does not say where in the paper`);
    }
  });
  test(`a sentence that quotes an equation, a table or a figure names its paper (${language})`, () => {
    const quoting = language === "en" ? /\b(eq\.|Table \d|fig\.)/ : /(?<![가-힣])(식 \d|표 \d|그림 \d)/;
    const nameless = Object.entries(strings).filter(([, text]) => quoting.test(text) && !/DDPM|DDIM|Nichol|Salimans|Kingma|Li et al|Lai et al|Ho et al|Song et al/.test(text));
    assert.deepEqual(nameless, []);
  });
}

test("clipping while decoding: the page's figures are those of quality.json", () => {
  const { steps, mse, mse_unclipped: without } = quality.reconstruction;
  for (const S of [10, 100]) {
    const more = Math.round(100 * (without[steps.indexOf(S)] / mse[steps.indexOf(S)] - 1));
    assert.match(en["reconstruct.curve.text"], new RegExp(`${more} % larger with S = ${S}`));
    assert.match(ko["reconstruct.curve.text"], new RegExp(`S = ${S}에서 ${more}%`));
  }
  assert.equal(quality.reconstruction.images, 100);
});

test("the README's figures of quality are those of quality.json", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const rows = { "DDIM-50": quality.ddim_50, "DDIM-20": quality.ddim_20, "DDPM, 1000 steps": quality.ddpm_1000 };
  for (const [name, { samples, fd, floor, ratio, accuracy }] of Object.entries(rows)) {
    const row = readme.split("\n").find((line) => line.startsWith(`| ${name} |`))?.split("|").map((cell) => cell.trim());
    assert.deepEqual([row[2], row[3], row[4], row[5], row[7]], [String(samples), fd.toFixed(2), floor.toFixed(2), ratio.toFixed(2), `${(100 * accuracy).toFixed(1)} %`], name);
  }
  assert(readme.includes(`right on ${(100 * quality.judge_accuracy).toFixed(2)} % of the test images`));
});

/** ᾱ of the linear schedule. */
const alphaBars = Array.from({ length: 1000 }, (_, t) => t).reduce((all, t) => [...all, (all.at(-1) ?? 1) * (1 - (1e-4 + ((0.02 - 1e-4) * t) / 999))], []);

/**
 * What the exact denoiser of N(0, variance) makes in S trailing steps: the samples' deviation over that of the data, and that of xₜ
 * at the last call over what t asks for.
 *
 * @param {"small" | "large"} choice @param {number} S @param {number} variance
 */
function sampled(choice, S, variance) {
  const list = Array.from({ length: S }, (_, k) => Math.round(1000 - (1000 * k) / S) - 1);
  let [all, noisy] = [1, 1]; // of x_T
  list.forEach((t, k) => {
    const [now, next] = [alphaBars[t], k + 1 < S ? alphaBars[list[k + 1]] : 1];
    const beta = 1 - now / next;
    const asked = now * variance + 1 - now;
    noisy = all / asked;
    const guess = (Math.sqrt(now) * variance) / asked; // x̂₀ = guess · xₜ
    const mean = ((Math.sqrt(next) * beta) / (1 - now)) * guess + (Math.sqrt(1 - beta) * (1 - next)) / (1 - now); // eq. 7
    const noise = k + 1 === S ? 0 : choice === "large" ? beta : ((1 - next) / (1 - now)) * beta;
    all = mean * mean * all + noise;
  });
  return { spread: Math.sqrt(all / variance), noisy: Math.sqrt(noisy) };
}

test("few steps: β̃ makes samples too alike, and only β leaves noise behind", () => {
  const [small, large] = [sampled("small", 10, 0.25), sampled("large", 10, 0.25)];
  assert(Math.abs(small.spread - 0.667) < 5e-4 && Math.abs(large.spread - 0.988) < 5e-4);
  for (const choice of ["small", "large"]) assert(Math.abs(sampled(choice, 1000, 0.25).spread - 1) < 0.01, "over all steps they are nearly the same");
  // Data that hardly vary, as pictures do around one digit: what is in xₜ is noise.
  assert(Math.abs(sampled("small", 10, 1e-4).noisy - 1) < 0.01, "β̃: as much noise as t asks for");
  assert(sampled("large", 10, 1e-4).noisy > 1.5, "β: far more");
  assert.match(en["step.ddpm.small"], /too alike/);
  assert.match(ko["step.ddpm.small"], /비슷/);
  for (const [language, words] of [[en, /too much noise/], [ko, /노이즈가 너무 많이 남/]]) {
    assert.doesNotMatch(language["step.ddpm.small"], words);
    assert.match(language["step.ddpm.large"], words);
  }
});

test("v: its error is that of ε̂ divided by ᾱ", () => {
  const [alpha, x0, eps, off] = [0.3, 0.4, -1.1, 0.2];
  const xt = Math.sqrt(alpha) * x0 + Math.sqrt(1 - alpha) * eps;
  const v = (e) => Math.sqrt(alpha) * e - Math.sqrt(1 - alpha) * ((xt - Math.sqrt(1 - alpha) * e) / Math.sqrt(alpha));
  assert(Math.abs((v(eps + off) - v(eps)) ** 2 - off ** 2 / alpha) < 1e-12);
  for (const language of [en, ko]) assert(language["noise.detective.text"].includes("(v̂ − v)² = (ε̂ − ε)²/ᾱₜ") && language["noise.detective.text"].includes("v = √ᾱₜ ε − √(1 − ᾱₜ) x₀"));
});

test("numbers are written one way", async () => {
  const format = await import(new URL("ui/format.js", APP));
  assert.equal(format.alphaBar(4.0358e-5), "4.0·10⁻⁵");
  assert.equal(format.scientific(9.9e-5), "9.9·10⁻⁵");
  assert.equal(format.alphaBar(0.0786), "0.079");
  assert.equal(format.grouped(1000), "1,000");
  assert.equal(format.grouped(1826372), "1,826,372");
});

test("papers have one table of addresses, and each that is cited is in it", async () => {
  const { paperOf, LISTED } = await import(new URL("ui/papers.js", APP));
  assert(LISTED.length >= 5);
  for (const strings of [en, ko]) {
    for (const [key, text] of Object.entries(strings).filter(([key, text]) => key.endsWith(".source") && PAPER.test(text))) {
      for (const part of text.split("; ")) assert.match(String(paperOf(part)), /^https:\/\/arxiv\.org\/abs\/\d{4}\.\d{4,5}$/, `${key}: ${part}`);
    }
  }
});

test("a still of the articles is of the state that its figure shows, so that the caption is true of it", async () => {
  const source = await readFile(new URL("../../xtask/src/posters.mjs", import.meta.url), "utf8");
  const shown = Object.fromEntries([...source.match(/const SHOWN = \{([^}]*)\}/)[1].matchAll(/(\w+): "([^"]*)"/g)].map(([, face, settings]) => [face, [...new URLSearchParams(settings)].map(([key, value]) => [key.split(".").at(-1), value])]));
  for (const article of ["en", "ko"]) {
    const html = await readFile(new URL(`../../www/examples/${article}.html`, import.meta.url), "utf8");
    const figures = [...html.matchAll(/<unnoise-(\w+) size="figure"([^>]*)>/g)];
    assert.equal(figures.length, 5);
    for (const [, face, written] of figures) {
      const { beat, ...attributes } = Object.fromEntries([...written.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
      const named = beat ? (await import(new URL(`panels/${face}/beats.js`, APP))).BEATS[beat] : {};
      for (const place of ["controls", "caption", "show"]) delete attributes[place];
      const still = Object.fromEntries(shown[face]);
      for (const [name, value] of Object.entries({ ...named, ...attributes })) {
        const first = { as: null, view: "strip", "from-source": "seed", "to-source": "seed", eta: 1, noise: "each" }; // nobody sets these for the still
        assert.equal(still[name] ?? String(first[name]), String(value), `${article}, ${face}: ${name}`);
      }
    }
  }
});
