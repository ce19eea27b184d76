/** When each stop of a way is on show while it is played. */

/** What the whole way takes at least: slowly enough to see what happens. */
const WHOLE_MS = 6000;
/** Pictures a second; under reduced motion so few that they are steps rather than motion. */
const [MOST, FEW] = [20, 2];
/** A way of many stops may take so long under reduced motion. */
const LONGEST_MS = 16000;
/** A stop stays no longer than so many others: the way from the last timestep to the picture is a long one on the axis. */
const LONGEST_STAY = 4;

/**
 * @typedef {object} Showing
 * @property {number} k which of the stops
 * @property {number} from milliseconds after the beginning
 */

/**
 * @param {number[]} places of the stops on their axis, in the order in which they are played
 * @param {boolean} reduced whether motion is to be reduced
 * @returns {{ showings: Showing[], ms: number }} `ms`: when the last stop comes
 */
export function tour(places, reduced) {
  const gaps = places.slice(1).map((place, k) => Math.abs(place - places[k]));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const stays = gaps.map((gap) => Math.min(Math.max(gap, mean / LONGEST_STAY), mean * LONGEST_STAY));
  const all = stays.reduce((sum, stay) => sum + stay, 0);
  const ms = reduced ? Math.min(Math.max(WHOLE_MS, (gaps.length * 1000) / FEW), LONGEST_MS) : WHOLE_MS;
  const shortest = 1000 / (reduced ? FEW : MOST);
  /** @type {Showing[]} */
  const showings = [{ k: 0, from: 0 }];
  let now = 0;
  stays.forEach((stay, k) => {
    now += (stay / all) * ms;
    const end = k === stays.length - 1;
    // What would be on show too briefly is left out; the end is not, and comes at its time.
    if (now - showings[showings.length - 1].from < shortest - 1e-6 && !end) return;
    if (end && showings.length > 1 && now - showings[showings.length - 1].from < shortest - 1e-6) showings.pop();
    showings.push({ k: k + 1, from: now });
  });
  return { showings, ms: now };
}
