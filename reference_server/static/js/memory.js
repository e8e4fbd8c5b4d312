/**
 * What this browser remembers from one visit to the next: which microphone and camera were chosen.
 *
 * A frame on another site, or a private window, may have no storage; then nothing is remembered, and nothing breaks.
 * @typedef {import("./types.js").Device} Device
 */

const KEY = "stagedoor.devices";

/** @returns {Partial<Record<Device, string>>} device ids */
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
 * @param {string} deviceId
 */
export function rememberDevice(device, deviceId) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...rememberedDevices(), [device]: deviceId }));
  } catch {
    // Nothing to do: the person chooses again next time.
  }
}
