/** Addresses: what the page writes it reads back to the same state, whatever stood there before, and whatever a link says. */

import fc from "fast-check";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { CASES, SEED, judge } from "./support.mjs";

const APP = new URL("../../www/app/", import.meta.url);
for (const panel of readdirSync(new URL("panels/", APP), { withFileTypes: true }).filter((entry) => entry.isDirectory())) await import(new URL(`panels/${panel.name}/settings.js`, APP));
const { PANELS, SCOPES } = await import(new URL("state/scopes.js", APP));
const { State } = await import(new URL("state/state.js", APP));
const { hashFromState, stateFromHash } = await import(new URL("state/hash.js", APP));

const settings = Object.values(SCOPES).flatMap(({ prefix, settings }) => Object.entries(settings).map(([name, setting]) => ({ key: prefix + name, ...setting })));
/** Names that several panels have for one setting, where the order of reading counts. */
const shared = settings.filter(({ kind, key }) => kind === "shared" || key.startsWith("x."));

const anything = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String), fc.constantFrom("", "any", "none", "null", "-0", "1e9", "0x10", "Infinity", "%", "%00", "constructor", "<b>"));
const valueOf = ({ kind, choices, min, max, initial }) => {
  const fitting = { choice: fc.constantFrom(...(choices ?? [""])), picture: fc.constantFrom("A*784.", "", "AB*3.C", "-*784."), mixture: fc.constantFrom("0.3_-0.6_0.12~0.7_0.5_0.2", "1_0_0_0.5", ""), name: fc.constantFrom("digits", "paths", "ddpm", "") }[kind];
  const number = fc.oneof(fc.integer({ min: Math.ceil(min ?? 0), max: Math.floor(max ?? 9) }), fc.double({ min: min ?? 0, max: max ?? 9, noNaN: true })).map(String);
  return fc.oneof({ weight: 3, arbitrary: fitting ?? number }, { weight: 1, arbitrary: fc.constant(String(initial ?? "any")) }, { weight: 1, arbitrary: anything });
};
const pair = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...settings) }, { weight: 2, arbitrary: fc.constantFrom(...shared) }).chain((setting) => fc.tuple(fc.constant(setting.key), valueOf(setting)));
const panel = fc.tuple(fc.constant("panel"), fc.constantFrom("story", "nowhere", ...PANELS));
const stray = fc.tuple(fc.string(), anything);
const hash = fc.array(fc.oneof({ weight: 8, arbitrary: pair }, { weight: 2, arbitrary: panel }, { weight: 1, arbitrary: stray }), { maxLength: 10 }).map((pairs) => new URLSearchParams(pairs).toString());
/** Also what is no list of pairs at all. */
const address = fc.oneof({ weight: 9, arbitrary: hash }, { weight: 1, arbitrary: fc.string() });

const read = (state, hash) => (stateFromHash(state, hash), hashFromState(state));
const check = (name, property) => {
  const outcome = fc.check(property, { numRuns: 10 * CASES, seed: SEED });
  judge(name, { ...outcome, counterexample: JSON.stringify(outcome.counterexample), error: outcome.errorInstance });
};

test("any address, read and written, is read back to the same state", () => {
  check("addresses are fixed points", fc.property(address, (given) => {
    const written = read(new State(), given);
    return read(new State(), written) === written && !/undefined|null|NaN|object/.test(new URLSearchParams(written).get("x.t") ?? "");
  }));
});

test("what an address means does not hang on what stood there before", () => {
  check("addresses after others", fc.property(address, hash, (before, given) => {
    const meant = `${given}&lang=en`;
    const state = new State();
    stateFromHash(state, before);
    return read(state, meant) === read(new State(), meant);
  }));
});

test("repeated keys, and settings after ?, are read as the page reads them: the first one counts", () => {
  check("repeated keys", fc.property(hash, hash, (fragment, search) => {
    const written = read(new State(), `${fragment}&${search}`);
    // As the page folds them (main.js), and reads what it has written in front of what is left after `?` (history.js).
    return read(new State(), written) === written;
  }));
});
