/** Tells the caller something. What his function throws is reported as any uncaught error is, and stops nothing of ours. */

/** @template T @param {((value: T) => void) | undefined} callback @param {T} value */
export function told(callback, value) {
  try {
    callback?.(value);
  } catch (error) {
    reportError(error);
  }
}
