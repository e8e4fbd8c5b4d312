// Chromium labels a camera that plays a file with the file's path, and other devices as fakes. This script gives
// devices realistic names, for pictures of the screens.
(() => {
  /** @type {[RegExp, string][]} */
  const names = [
    [/^.*\.y4m$/, "Built-in camera"],
    [/^Fake Default Audio Input$/, "Built-in microphone"],
    [/^fake_device_(\d+)$/, "Camera $1"],
    [/^Fake Audio Input (\d+)$/, "Microphone $1"],
  ];
  const rename = (/** @type {string} */ label) => names.reduce((name, [pattern, replacement]) => name.replace(pattern, replacement), label);
  for (const type of [globalThis.MediaDeviceInfo, globalThis.MediaStreamTrack].filter(Boolean)) {
    const original = /** @type {{get: () => string}} */ (Object.getOwnPropertyDescriptor(type.prototype, "label"));
    Object.defineProperty(type.prototype, "label", { ...original, get() { return rename(original.get.call(this)); } });
  }
})();
