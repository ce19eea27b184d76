/** How long is waited for what may never come. A wait counts only time in which this thread ran: a laptop that slept missed nothing. */

/** Milliseconds; none is a limit on how long something takes that goes on. */
export const PATIENCE = {
  /** Until a server's answer, and then from one part of a file to the next. */
  download: 20_000,
  /** Until the page's service worker has a file whole, which it does not hand on before; it has a limit of its own on a stall (sw.js). */
  kept: 300_000,
  /** Until a worker's script and what it imports have come. */
  worker: 20_000,
  /** Until the browser says whether there is a GPU. */
  gpu: 5_000,
  /** Until the first batch goes on without the crew that is still on its way. */
  crew: 4_000,
  /** Until the part of a crew's member is made here, once one's own part is made. */
  member: 20_000,
};

/** A wait is cut into so many parts, each of which the thread has to come round to. */
const PARTS = 10;

/**
 * A promise's value, or the error of being late.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {() => unknown} late what to reject with
 * @returns {Promise<T>}
 */
export function timely(promise, ms, late) {
  return new Promise((resolve, reject) => {
    let left = PARTS;
    const timer = setInterval(() => {
      if (--left > 0) return;
      clearInterval(timer);
      reject(late());
    }, ms / PARTS);
    promise.then(resolve, reject).finally(() => clearInterval(timer));
  });
}

/** Seconds, as a sentence says them. @param {number} ms */
export const seconds = (ms) => Math.round(ms / 100) / 10;
