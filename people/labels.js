// Chromium calls a camera that plays a file by the path of that file, and its microphone a fake; people's devices have
// names that can be shown to anybody. Nothing but the name is another.
(() => {
  const named = (label) => {
    if (/\.y4m$/.test(label)) return "Built-in camera";
    return label === "Fake Default Audio Input" ? "Built-in microphone" : label;
  };
  for (const type of [globalThis.MediaDeviceInfo, globalThis.MediaStreamTrack].filter(Boolean)) {
    const own = Object.getOwnPropertyDescriptor(type.prototype, "label");
    Object.defineProperty(type.prototype, "label", { ...own, get() { return named(own.get.call(this)); } });
  }
})();
