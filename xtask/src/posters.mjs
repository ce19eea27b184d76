// Makes the posters: node posters.mjs SITE FOLDER [FACE …], of the faces that are named or of all there is
//
// hero.png is the recording that the home shows before anything runs: the first number of the hero on its way out of noise,
// moment under moment, for CSS `steps()`; in four greys, since noise hardly compresses. The others are a still of each element in its figure size, for pages that show it
// in a feed, in print, or without scripts. card.png is what others show beside a link to the page (index.html). All come from the built site's own code and weights, on the CPU.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { crc32, deflateSync } from "node:zlib";

const [site, folder, ...only] = process.argv.slice(2);
process.env.UNNOISE_DIST = resolve(site);
const { barePage, freshPage, start } = await import("../../tests/page/support.mjs");

/** No poster is larger, in bytes. */
const MOST = 10_000;
/** Of the card, which no visitor downloads. */
const MOST_CARD = 60_000;
/** Of the recording; app/story/sheet.js and index.html have the same number. */
const MOMENTS = 12;
/** Of a still, in pixels. */
const WIDTH = 560;
/** What the stills are of, where our article and the docs show another state than the first: a caption is to be true of its still. */
const SHOWN = {
  noise: "x.source=digit&x.digit=7&x.seed=0&x.t=700&n.steps=20&show=x0%20xt%20down",
  generate: "g.sampler=ddpm&g.steps=100&g.count=4&g.label=3&g.guidance=1&g.seed=7&show=x0",
  interpolate: "i.from=1&i.to=2&i.label=8&i.method=slerp&i.frames=9",
  vae: "v.source=digit&x.digit=1&v.latents=2&v.from=hand&v.z1=0.2&v.z2=0.4&v.measure=",
  exact: "x1.data=two&x1.t=300&x1.steps=40&x1.eta=1",
};

/** Faces whose stage is drawn and not painted: their stills are of what is on the screen. */
const DRAWN = new Set(["exact", "vae", "classify"]);

/** A picture as WebP, as good as fits, and where none does, as in noise, smaller. Runs in the page. */
const encode = ([source, width, most]) => {
  for (const part of [1, 0.8, 0.6, 0.5]) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: Math.round(part * width), height: Math.round((source.height * part * width) / source.width) });
    canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
    for (let quality = 0.95; quality > 0.3; quality -= 0.05) {
      const data = canvas.toDataURL("image/webp", quality).split(",")[1];
      if (atob(data).length <= most) return data;
    }
  }
  throw new Error(`expected a picture of at most ${most} bytes, found none`);
};

/**
 * The first number of the hero, as large as fits, and under it the way to it, data at the left and noise at the right as
 * everywhere. Pixels are whole, so that a PNG of it is small. Runs in the page.
 */
const drawCard = ({ paintNumber, written, title }) => {
  const [width, height, margin, large, small] = [1200, 630, 69, 9, 2];
  const card = Object.assign(document.createElement("canvas"), { width, height });
  const context = Object.assign(card.getContext("2d"), { imageSmoothingEnabled: false });
  const put = (place, x, y, scale) => {
    const one = document.createElement("canvas");
    paintNumber(one, written, place);
    context.drawImage(one, x, y, one.width * scale, one.height * scale);
    return one;
  };
  context.fillStyle = "#fbfaf7";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#1d2127";
  context.font = "650 54px system-ui, sans-serif";
  context.fillText("Unnoise", margin, 106);
  context.fillStyle = "#5d646e";
  context.font = "32px system-ui, sans-serif";
  context.textAlign = "right";
  context.fillText(title, width - margin, 104);
  const last = written.moments.length - 1;
  const one = put(last, margin, 150, large);
  const [row, film] = [150 + one.height * large + 56, 4];
  const step = (one.width * large - one.width * small) / (film - 1);
  for (let k = 0; k < film; k++) put(Math.round(last * (1 - (k / (film - 1)) ** 2)), margin + Math.round(k * step), row, small);
  // The ruler under them.
  const [left, right, line] = [margin, width - margin, row + one.height * small + 30];
  context.fillStyle = "#a9aeb6";
  context.fillRect(left, line, right - left, 3);
  context.font = "600 26px system-ui, sans-serif";
  context.fillStyle = "#15803d";
  context.textAlign = "left";
  context.fillText("data", left, line + 40);
  context.fillStyle = "#5d646e";
  context.textAlign = "right";
  context.fillText("noise", right, line + 40);
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)]);
  return { width, rgb: btoa(Array.from(rgb, (value) => String.fromCharCode(value)).join("")) };
};

function keep(name, bytes, most = MOST) {
  if (bytes.length > most) throw new Error(`expected ${name} in at most ${most} bytes, found ${bytes.length}`);
  writeFileSync(join(folder, name), bytes);
  console.log(`${name} ${bytes.length} bytes`);
}

/** Grey values as a PNG of two bits a pixel. @param {number} width @param {number[]} greys 0 … 255 */
function greyPng(width, greys) {
  const height = greys.length / width;
  const stride = Math.ceil(width / 4);
  const rows = Buffer.alloc(height * (stride + 1));
  greys.forEach((grey, i) => (rows[Math.floor(i / width) * (stride + 1) + 1 + ((i % width) >> 2)] |= Math.round((3 * grey) / 255) << (6 - 2 * ((i % width) & 3))));
  return png(width, height, { depth: 2, colour: 0, rows });
}

/** Red, green and blue as a PNG whose rows are what differs from the row above, which is nothing within a large pixel. @param {number} width @param {Uint8Array} rgb */
function colourPng(width, rgb) {
  const stride = 3 * width;
  const height = rgb.length / stride;
  const rows = Buffer.alloc(height * (stride + 1));
  rgb.forEach((value, i) => (rows[i + Math.floor(i / stride) + 1] = value - (rgb[i - stride] ?? 0)));
  for (let y = 0; y < height; y++) rows[y * (stride + 1)] = 2; // "up"
  return png(width, height, { depth: 8, colour: 2, rows });
}

/** @param {number} width @param {number} height @param {{ depth: number, colour: number, rows: Buffer }} body each row after the name of its filter */
function png(width, height, { depth, colour, rows }) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

mkdirSync(folder, { recursive: true });
const session = await start();
try {
  const { page, context } = await barePage(session);
  await page.evaluate(`globalThis.drawCard = ${drawCard}`);
  const { hero, card } = await page.evaluate(
    async (moments) => {
      const { digitsOf, paintNumber, writeNumber } = await import("./app/share/number.js");
      const { FIRST, SEED } = await import("./app/story/hero.js");
      const { say } = await import("./app/strings/index.js");
      await import("./app/story/strings/index.js");
      const lab = await unnoise.createLab({ backend: "cpu" });
      const written = await writeNumber(lab, { digits: digitsOf(FIRST), seed: SEED });
      const one = document.createElement("canvas");
      paintNumber(one, written, 0);
      const sprite = document.createElement("canvas");
      Object.assign(sprite, { width: one.width, height: moments * one.height });
      for (let k = 0; k < moments; k++) {
        paintNumber(one, written, Math.round((k * (written.moments.length - 1)) / (moments - 1)));
        sprite.getContext("2d").drawImage(one, 0, k * one.height);
      }
      const { data } = sprite.getContext("2d").getImageData(0, 0, sprite.width, sprite.height);
      const hero = { width: sprite.width, greys: Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]) };
      return { hero, card: drawCard({ paintNumber, written, title: say("en", "hero.title") }) };
    },
    MOMENTS,
  );
  if (only.length === 0) {
    keep("hero.png", greyPng(hero.width, hero.greys));
    keep("card.png", colourPng(card.width, Buffer.from(card.rgb, "base64")), MOST_CARD);
  }
  const faces = await page.evaluate(async () => (await import("./app/panels/map.js")).BENCHES.flatMap(({ panels }) => panels.map(({ scope }) => scope)));
  await context.close();
  for (const face of faces.filter((face) => only.length === 0 || only.includes(face))) {
    const { page, context } = await freshPage(session, { width: 720, height: 900 });
    await page.addInitScript(() => addEventListener("unnoise-result", () => (globalThis.done = true)));
    await page.goto(`${session.url}?embed=${face}&size=figure&backend=cpu&lang=en&${SHOWN[face] ?? ""}`);
    await page.waitForFunction(() => globalThis.done, null, { timeout: 180_000 });
    await page.waitForFunction((face) => !document.querySelector(`unnoise-${face}`).shadowRoot.querySelector(".status[data-busy]"), face, { timeout: 180_000 });
    await page.waitForTimeout(500);
    await page.evaluate(`globalThis.encode = ${encode}`);
    const screen = DRAWN.has(face) ? `data:image/png;base64,${(await page.locator(`unnoise-${face} .pictures`).screenshot()).toString("base64")}` : null;
    const still = await page.evaluate(
      async ([face, width, most, screen]) => {
        if (screen) return encode([await createImageBitmap(await (await fetch(screen)).blob()), width, most]);
        const { picturesOf, posterOf } = await import("./app/share/poster.js");
        const { say } = await import("./app/strings/index.js");
        return encode([posterOf(picturesOf(document.querySelector(`unnoise-${face}`)), [say("en", `panel.${face}`)]), width, most]);
      },
      [face, WIDTH, MOST, screen],
    );
    keep(`${face}.webp`, Buffer.from(still, "base64"));
    await context.close();
  }
} finally {
  await session.close();
}
