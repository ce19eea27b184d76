/** What a message hands over instead of copying it: the buffers of its fields, each once. @param {any} value @returns {ArrayBuffer[]} */
export function buffersIn(value) {
  const buffers = new Set();
  for (const field of Object.values(value ?? {})) if (ArrayBuffer.isView(field)) buffers.add(field.buffer);
  return [...buffers];
}
