/**
 * What this browser remembers from one visit to the next: which microphone and camera were chosen; and what this tab
 * remembers through a reload: how far the chat was read.
 *
 * A frame on another site, or a private window, may have no storage; then nothing is remembered, and nothing breaks.
 * @typedef {import("./types.js").Device} Device
 *
 * @typedef {object} Choice  Some browsers give a device a new id on each visit; its label tells it all the same.
 * @property {string} id
 * @property {string} label
 */

const KEY = "stagedoor.devices";

/** @returns {Partial<Record<Device, Choice>>} */
export function rememberedDevices() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

/**
 * @param {Device} device
 * @param {Choice} choice
 */
export function rememberDevice(device, choice) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...rememberedDevices(), [device]: choice }));
  } catch {
    // Nothing to do: the person chooses again next time.
  }
}

const READ = "stagedoor.read.";

/**
 * The number of the last message that was read; null where nothing is known.
 * @param {string} person
 * @returns {number | null}
 */
export function rememberedReading(person) {
  try {
    const kept = Number.parseInt(sessionStorage.getItem(READ + person) ?? "", 10);
    return kept >= 0 ? kept : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} person
 * @param {number} number
 */
export function rememberReading(person, number) {
  try {
    sessionStorage.setItem(READ + person, String(number));
  } catch {
    // Then what was said before a reload counts as read.
  }
}
