/**
 * What this browser remembers from one visit to the next: which microphone and camera were chosen.
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
