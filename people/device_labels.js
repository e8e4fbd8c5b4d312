// Chromium labels a camera that plays a file with the file's path, and other devices as fakes. This gives them the names
// of real devices, for pictures of the screens.
(() => {
  /** @type {[RegExp, string][]} */
  const names = [
    [/^.*\.y4m$/, "Built-in camera"],
    [/^Fake Default Audio Input$/, "Built-in microphone"],
    [/^fake_device_(\d+)$/, "Camera $1"],
    [/^Fake Audio Input (\d+)$/, "Microphone $1"],
  ];
  const renamed = (/** @type {string} */ label) => names.reduce((name, [pattern, replacement]) => name.replace(pattern, replacement), label);
  for (const type of [globalThis.MediaDeviceInfo, globalThis.MediaStreamTrack].filter(Boolean)) {
    const own = /** @type {{get: () => string}} */ (Object.getOwnPropertyDescriptor(type.prototype, "label"));
    Object.defineProperty(type.prototype, "label", { ...own, get() { return renamed(own.get.call(this)); } });
  }
})();
