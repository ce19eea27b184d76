/** One lab for all elements of a document that want the same model and backend: one worker, one download. */

import { createLab } from "../../unnoise.js";

/**
 * @typedef {import("../../lab/lab.js").Lab} Lab
 * @typedef {object} Share
 * @property {Promise<Lab>} ready
 * @property {Set<object>} users
 * @property {boolean} failed
 * @property {Lab | null} lab
 * @property {import("../../lab/types.js").LoadProgress | null} progress the latest
 */

/** @type {Map<string, Share>} */
const shares = new Map();

/** Fires "change" with detail {key, lab} whenever a share's progress, lab or notice changes. */
export const labs = new EventTarget();

const changed = (/** @type {string} */ key) => labs.dispatchEvent(new CustomEvent("change", { detail: { key, lab: shares.get(key)?.lab ?? null } }));

/** @param {{ model: string, backend: string, cores?: number }} want */
export const keyOf = ({ model, backend, cores }) => [backend, model, ...(cores === undefined ? [] : [cores])].join(" ");

/** @type {WeakMap<Lab, Float64Array>} */
const alphaBars = new WeakMap();

/** ᾱ of each timestep of a lab's model, made once: `lab.schedule()` makes tables of its own for every caller. @param {Lab} lab */
export function alphaBarOf(lab) {
  const known = alphaBars.get(lab) ?? lab.schedule().alphaBar;
  alphaBars.set(lab, known);
  return known;
}

/** @param {string} key @returns {Share | undefined} */
export const shareOf = (key) => shares.get(key);

/**
 * The lab for a user, which is loaded at the first call, and again after a failure.
 *
 * @param {object} user an element; `leave` ends its use
 * @param {{ model: string, backend: any, cores?: number }} want
 * @returns {Promise<Lab>}
 */
export function join(user, want) {
  const key = keyOf(want);
  leave(user, key);
  let share = shares.get(key);
  if (!share || share.failed || (share.lab && !share.lab.alive)) {
    share = open(key, want, share?.users ?? new Set());
    shares.set(key, share);
  }
  share.users.add(user);
  return share.ready;
}

/** Ends a user's use of every lab but the one named; a lab without users is disposed of. @param {object} user @param {string} [but] */
export function leave(user, but) {
  for (const [key, share] of shares) {
    if (key === but || !share.users.delete(user) || share.users.size > 0) continue;
    shares.delete(key);
    share.ready.then((lab) => lab.dispose(), () => {});
  }
}

/** @param {string} key @param {{ model: string, backend: any, cores?: number }} want @param {Set<object>} users @returns {Share} */
function open(key, want, users) {
  /** @type {Share} */
  const share = { ready: Promise.resolve(/** @type {any} */ (null)), users, failed: false, lab: null, progress: null };
  const onProgress = (/** @type {import("../../lab/types.js").LoadProgress} */ progress) => {
    share.progress = progress;
    changed(key);
  };
  share.ready = createLab({ ...want, onProgress });
  share.ready.then(
    (lab) => {
      share.lab = lab;
      lab.addEventListener("notice", () => changed(key));
      changed(key);
    },
    () => {
      share.failed = true;
      changed(key);
    },
  );
  return share;
}
