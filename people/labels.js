// Chromium calls a camera that plays a file by the path of that file, and other devices fakes; people's devices have
// names that can be shown to anybody. Nothing but the name is another.
(() => {
  const names = [
    [/^.*\.y4m$/, "Built-in camera"],
    [/^Fake Default Audio Input$/, "Built-in microphone"],
    [/^fake_device_(\d+)$/, "Camera $1"],
    [/^Fake Audio Input (\d+)$/, "Microphone $1"],
  ];
  const named = (label) => names.reduce((name, [pattern, instead]) => name.replace(pattern, instead), label);
  for (const type of [globalThis.MediaDeviceInfo, globalThis.MediaStreamTrack].filter(Boolean)) {
    const own = Object.getOwnPropertyDescriptor(type.prototype, "label");
    Object.defineProperty(type.prototype, "label", { ...own, get() { return named(own.get.call(this)); } });
  }
})();
