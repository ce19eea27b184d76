/** Recordings: what they keep of a run, and within which budget. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session.close());

test("a recording keeps frames as they were computed, beyond −1 and 1 too, and gives a picture of each for the ruler", async () => {
  const { context, page } = await barePage(session);
  const kept = await page.evaluate(async () => {
    const { Recording } = await import("./app/run/recording.js");
    const recording = new Recording(2);
    const shape = { channels: 1, height: 1, width: 2 };
    const xt = Float32Array.of(3.25, -2.5, 0.1, 0.2); // two images
    const x0 = Float32Array.of(0.123456, -1, 1, 0);
    recording.add({ index: 0, of: 2, t: 9, alphaBar: 0.1, ms: 1, xt, x0 });
    const first = recording.film(1, shape);
    const [still] = first;
    recording.finish(Float32Array.of(1, 2, 3, 4));
    const film = recording.film(1, shape);
    return { xt: [...recording.moments[0].xt], x0: recording.moments[0].x0[0] === Math.fround(0.123456), same: film === first && film[0] === still, film: film.map(({ t, bytes }) => [t, ...bytes].map((v) => v && Number(v.toFixed(3)))) };
  });
  assert.deepEqual(kept.xt, [3.25, -2.5, Math.fround(0.1), Math.fround(0.2)]);
  assert(kept.x0);
  assert(kept.same, "what is painted is not painted anew");
  assert.deepEqual(kept.film, [[9, 0.1, 0.2], [null, 3, 4]]);
  await context.close();
});

test("a long run of many images is kept within 64 MB, its frames left out evenly", async () => {
  const { context, page } = await barePage(session);
  const every = await page.evaluate(async () => {
    const { framesWithin } = await import("./app/run/recording.js");
    const [digits, kittens] = [{ channels: 1, height: 28, width: 28 }, { channels: 3, height: 64, width: 64 }];
    return [[50, 16, digits], [1000, 1, digits], [1000, 16, digits], [50, 16, kittens]].map(([steps, count, shape]) => [steps * count * shape.channels * shape.height * shape.width * 8, framesWithin(steps, count, shape)]);
  });
  assert.deepEqual(every.map(([, n]) => n), ["all", "all", 2, 2]);
  for (const [bytes, n] of every) assert(bytes / (n === "all" ? 1 : n) <= 64e6);
  await context.close();
});
