// How often the network reads digits right that it never saw (www/app/panels/noise/reading.js):
//
//     node bench/reading.mjs FOLDER COUNT
//
// FOLDER has MNIST's t10k-*.gz. COUNT digits, evenly over the test set. The site is $UNNOISE_DIST, as for the page's tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { barePage, start } from "../tests/page/support.mjs";

const [folder, count] = [process.argv[2], Number(process.argv[3] ?? 1000)];
const read = (name) => gunzipSync(readFileSync(join(folder, name)));
const [images, labels] = [read("t10k-images-idx3-ubyte.gz").subarray(16), read("t10k-labels-idx1-ubyte.gz").subarray(8)];

const session = await start();
try {
  const { page } = await barePage(session);
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ backend: "cpu" });
    globalThis.reading = await import("./app/panels/noise/reading.js");
  });
  let right = 0;
  const began = performance.now();
  for (let k = 0; k < count; k++) {
    const index = Math.floor((k * labels.length) / count);
    const pixels = [...images.subarray(index * 784, (index + 1) * 784)];
    const found = await page.evaluate((pixels) => reading.read(lab, Float32Array.from(pixels, (byte) => byte / 127.5 - 1)), pixels);
    right += Number(found === labels[index]);
  }
  console.log(`${right} of ${count} right, ${((performance.now() - began) / count).toFixed(0)} ms each`);
} finally {
  await session.close();
}
