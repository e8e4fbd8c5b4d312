/**
 * The chosen microphone and camera, which the browser stores between visits, and the last chat message that was read,
 * which the tab stores during a reload.
 *
 * A frame on another site, or a private window, may have no storage. Nothing is stored there, and no error is raised.
 * @typedef {import("./types.js").Device} Device
 *
 * @typedef {object} Choice  Some browsers give a device a new id on each visit; then its label identifies it.
 * @property {string} id
 * @property {string} label
 */

const DEVICES_KEY = "stagedoor.devices";

/** @returns {Partial<Record<Device, Choice>>} */
export function rememberedDevices() {
  try {
    const stored = JSON.parse(localStorage.getItem(DEVICES_KEY) ?? "{}");
    return stored && typeof stored === "object" ? stored : {};
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
    localStorage.setItem(DEVICES_KEY, JSON.stringify({ ...rememberedDevices(), [device]: choice }));
  } catch {
    // Ignored: the person chooses again next time.
  }
}

const LAST_READ_KEY = "stagedoor.read.";

/**
 * The number of the last message that was read; null if unknown.
 * @param {string} person
 * @returns {number | null}
 */
export function lastReadMessage(person) {
  try {
    const stored = Number.parseInt(sessionStorage.getItem(LAST_READ_KEY + person) ?? "", 10);
    return stored >= 0 ? stored : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} person
 * @param {number} number
 */
export function rememberLastReadMessage(person, number) {
  try {
    sessionStorage.setItem(LAST_READ_KEY + person, String(number));
  } catch {
    // Ignored: after a reload, all earlier messages count as read.
  }
}
