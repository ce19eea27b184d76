/** Numbers from N(0, 1) for what a panel draws by itself, the same for the same seed. Runs take the engine's own noise. */

/**
 * @param {number} seed @param {number} count
 * @returns {Float32Array}
 */
export function normals(seed, count) {
  const uniform = generator(seed);
  const list = new Float32Array(count);
  // Box and Muller: two at a time.
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    list[i] = radius * Math.cos(angle);
    if (i + 1 < count) list[i + 1] = radius * Math.sin(angle);
  }
  return list;
}

/** Uniform numbers in [0, 1): mulberry32. @param {number} seed */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}
