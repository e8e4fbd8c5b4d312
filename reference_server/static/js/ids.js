/**
 * A random id of 20 characters, safe in URLs and messages.
 *
 * `crypto.randomUUID` exists only on secure pages, and viewers may use the room over plain HTTP.
 * @returns {string}
 */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
