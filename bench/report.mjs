/** The benchmark's results as a page for readers: docs/benchmarks.md. */

/** What issue and documents promise, ratios ours / theirs, by path and batch. */
const GOALS = { cpu: { 1: 0.6, 16: 0.5, 64: 0.5 }, isolated: { 1: 0.7, 16: 0.75, 64: 0.75 }, webgpu: { 1: 0.7, 16: 0.3, 64: 0.3 } };

const ms = (value) => (value < 100 ? value.toFixed(1) : String(Math.round(value)));
const table = (heads, rows) => [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const calls = (results) =>
  Object.entries(results.paths).map(([key, { name, commit, on, difference, calls, steps, sampling, dispatches, peak, achieved }]) => {
    const rows = Object.entries(calls).map(([batch, { ours, theirs, ratio, rounds }]) => {
      const goal = GOALS[key][batch];
      return [batch, ms(ours), ms(theirs), ratio.toFixed(2), goal === undefined ? "" : `≤ ${goal}`, ms(steps[batch]), rounds];
    });
    const adapter = on.adapter ? `, adapter ${on.adapter}` : "";
    const facts = [
      dispatches ? `A call is ${dispatches} dispatches.` : "",
      peak ? `A step at batch 1 is ${achieved.toFixed(1)} GFLOP/s, ${Math.round((100 * achieved) / peak)} % of the ${peak.toFixed(1)} GFLOP/s that one thread's vectors of four can do (\`bench/peak.mjs\`); products that Winograd's algorithm saves are counted as done.` : "",
    ];
    return `### ${name}

${table(["batch", "ours, ms", "theirs, ms", "ratio", "goal", "ours inside a run, ms a step", "rounds"], rows)}

At commit ${commit}. Largest difference between the two outputs: ${difference.toExponential(1)} of the largest value${adapter}.
16 digits by DDIM-20, noise to images: ours ${ms(sampling.ours)} ms, theirs ${ms(sampling.theirs)} ms, ratio ${sampling.ratio.toFixed(2)} (${sampling.rounds} rounds).
${facts.filter(Boolean).join("\n")}`;
  });

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const memory = (results) =>
  Object.values(results.paths)
    .filter(({ memory }) => memory)
    .map(({ on, memory: { steps, before, after } }) => {
      const buffers = before.gpu === undefined ? "" : `; its GPU buffers ${megabytes(before.gpu)} before, ${megabytes(after.gpu)} after`;
      return `- ${on.ours}: ${megabytes(before.page)} before, ${megabytes(after.page)} after ${steps} steps${buffers}.`;
    });

const learned = (learning) =>
  ["epsilon", "x0", "v"]
    .map((target) => ({ target, ...learning[target] }))
    .map(({ target, near, ms, over }) => `| ${{ epsilon: "ε", x0: "x₀", v: "v" }[target]} | ${near ? `${(near.ms / 1000).toFixed(1)} s, ${near.step} updates` : "—"} | ${(100 * over).toFixed(1)} % over it | ${(ms / 1000).toFixed(1)} |`)
    .join("\n");

export const report = (results) => `# Benchmarks

Written by \`cargo xtask bench\` on ${results.machine}; the numbers are in \`bench/results.json\`.

The digits network in headless Chromium, ours against onnxruntime-web ${results.versions["onnxruntime-web"]}: the same weights (the model as ONNX,
\`bench/onnx.mjs\`), the same inputs, the same page. A call is from tensors on the page to tensors on the page; ours goes to a
worker and back. The two are called in turn, and the figures are medians: milliseconds depend on what else the machine does,
ratios hardly. "Inside a run" is a step as the page takes it, without those copies.

## Network calls

${calls(results).join("\n\n")}

## The page

At commit ${results.page.commit}, CPU path, medians of ${results.page.rounds}: ${Math.round(results.page.cold)} ms from opening the page in a fresh profile, served from this machine, to the
first digit by DDIM-10; ${Math.round(results.page.click)} ms from a click to the last pixel of 16 digits by DDIM-20, every step shown;
${Math.round(results.page.slide)} ms from a slider's move to the digit by DDIM-5 that answers it.

## A network that learns in the tab

The exact bench trains three layers of 64 units on its two modes by DDPM's algorithm 1, 3000 updates of 256 points, in a worker. The
floor is the loss of the best function that there is. At commit ${results.learning.commit}, from asking for it:

| what it is asked for | within 10 % of the floor after | after all updates | seconds in all |
| --- | --- | --- | --- |
${learned(results.learning)}

The goal is within 10 % after 20 seconds on two cores.

## Memory

The page and its workers, wasm included, as the browser counts it (\`measureUserAgentSpecificMemory\`):

${memory(results).join("\n")}
`;
