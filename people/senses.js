// What reaches one person: measured on the media elements of their page, without knowing the room.
(() => {
  if (window.stagedoorSenses) return;
  const FFT = 8192;
  const ears = new Map();
  let context;

  /** The middle of the picture as [red, green, blue], or null where there is no picture. */
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const middle = (video) => {
    if (!video.videoWidth || video.readyState < 2) return null;
    const side = Math.max(2, Math.floor(Math.min(video.videoWidth, video.videoHeight) / 24));
    brush.clearRect(0, 0, 1, 1);
    const left = (video.videoWidth - side) / 2, top = (video.videoHeight - side) / 2;
    brush.drawImage(video, left, top, side, side, 0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };

  const audible = (element) =>
    element.srcObject && !element.muted && element.volume > 0 && !element.paused &&
    element.srcObject.getAudioTracks().some((track) => track.readyState === "live");

  /** All that may play: what stands on the page, and what was given a stream though it stands nowhere, or hidden. */
  const players = () => new Set([...document.querySelectorAll("audio, video"), ...(window.stagedoorWitness?.players ?? [])]);

  /** The video in a tile, also where the tile is an element of the room's own making. */
  const videoIn = (root) => root.querySelector("video") ??
    [...root.querySelectorAll("*"), root].map((one) => one.shadowRoot && videoIn(one.shadowRoot)).find(Boolean);

  /** An analyser on the sound of one element, kept as long as its stream and tracks stay the same. */
  const ear = (element) => {
    const ids = element.srcObject.getAudioTracks().map((track) => track.id).join();
    const known = ears.get(element);
    if (known && known.ids === ids) return known.analyser;
    known?.source.disconnect();
    // Unhurried, since each page has its own and all of them share the machine.
    context ??= new AudioContext({ latencyHint: "playback" });
    const source = context.createMediaStreamSource(element.srcObject);
    const analyser = new AnalyserNode(context, { fftSize: FFT, smoothingTimeConstant: 0 });
    source.connect(analyser);
    ears.set(element, { ids, source, analyser });
    return analyser;
  };

  /** Loudness at each tone in dB, and how far it stands out over its surroundings: {name: [level, above]}. */
  const hear = (tones) => {
    const heard = Object.fromEntries(Object.keys(tones).map((name) => [name, [-200, 0]]));
    for (const element of players()) {
      if (!audible(element)) continue;
      const analyser = ear(element);
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      for (const [name, tone] of Object.entries(tones)) {
        const [level, above] = standing(spectrum, Math.round((tone * FFT) / context.sampleRate));
        if (level > heard[name][0]) heard[name] = [level, above];
      }
    }
    return heard;
  };

  const standing = (spectrum, bin) => {
    const level = Math.max(...spectrum.slice(bin - 1, bin + 2));
    const around = [...spectrum.slice(bin - 12, bin - 6), ...spectrum.slice(bin + 7, bin + 13)];
    const mean = around.reduce((sum, one) => sum + Math.max(one, -200), 0) / around.length;
    return [Math.max(level, -200), Math.max(level, -200) - mean];
  };

  const counters = new WeakMap();
  const count = (video) => {
    if (counters.has(video)) return counters.get(video);
    const counter = { frames: 0 };
    counters.set(video, counter);
    const next = () => { counter.frames += 1; video.requestVideoFrameCallback(next); };
    video.requestVideoFrameCallback(next);
    return counter;
  };

  const near = (colour, other) => colour && colour.every((part, i) => Math.abs(part - other[i]) < 60);
  const black = (colour) => !colour || Math.max(...colour) < 24;

  /** What there is of each person at this moment: their tile's picture, their colour anywhere, their voice. */
  const glance = (people, tiles) => {
    const voices = hear(Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.tone])));
    const shown = [...players()].filter((one) => one.isConnected && one instanceof HTMLVideoElement);
    const everywhere = shown.map(middle);
    return Object.fromEntries(Object.entries(people).map(([name, person]) => {
      const video = tiles[name]?.isConnected ? videoIn(tiles[name]) : null;
      const [level, above] = voices[name];
      return [name, {
        tile: Boolean(video),
        frames: video ? count(video).frames : 0,
        colour: video ? middle(video) : null,
        elsewhere: everywhere.some((colour) => near(colour, person.colour)),
        level: Math.round(level), above: Math.round(above),
      }];
    }));
  };

  const heard = (now) => now.level > -70 && now.above > 15;
  const violated = (person, now) =>
    (person.see === false && (now.elsewhere || !black(now.colour))) || (person.hear === false && heard(now));

  /** A stretch of time, measured in what reaches the person: frames and glances at which a voice was heard. */
  class Window {
    constructor(people, now) {
      this.start = now;
      this.heard = Object.fromEntries(Object.keys(people).map((name) => [name, 0]));
    }
    add(now) {
      for (const name of Object.keys(now)) if (heard(now[name])) this.heard[name] += 1;
    }
    full(people, now, { frames, glances }) {
      return Object.entries(people).every(([name, person]) =>
        (!person.see || (near(now[name].colour, person.colour) &&
          now[name].frames - this.start[name].frames >= frames)) &&
        (!person.hear || this.heard[name] >= glances));
    }
  }

  // A room may build a tile anew at any moment; then it has to be looked up again by its role and name.
  const stale = (tiles) => Object.values(tiles).some((tile) => tile && !tile.isConnected);

  // The pace of glancing, in ms: about each frame of a camera.
  const pace = () => new Promise((resolve) => setTimeout(resolve, 60));

  /** Watch, and rest the ears afterwards: listening costs the machine as much as a voice in a call. */
  const perceive = async (question) => {
    await context?.resume();
    try {
      return await watch(question);
    } finally {
      for (const { source } of ears.values()) source.disconnect();
      ears.clear();  // What an ear has heard must not count again the next time.
      await context?.suspend();
    }
  };

  /**
   * Watch until everybody who should be seen and heard has been, for so many frames and glances on end, while
   * nobody who should not was. `strict`: the first breach ends it; otherwise a breach begins the window anew.
   */
  const watch = async ({ people, tiles, span, strict, timeout }) => {
    const end = performance.now() + timeout;
    let now = glance(people, tiles);
    let window = new Window(people, now);
    for (;;) {
      const breach = Object.keys(people).filter((name) => violated(people[name], now[name]));
      if (breach.length && strict) return { ok: false, breach, now };
      if (breach.length) window = new Window(people, now);
      else window.add(now);
      if (!breach.length && window.full(people, now, span)) return { ok: true, breach, now };
      if (performance.now() > end) return { ok: false, breach, now, heard: window.heard };
      await pace();
      if (stale(tiles)) return { ok: false, stale: true, left: end - performance.now(), breach, now };
      now = glance(people, tiles);
    }
  };

  /** Watch one video until it moves and shows the colour, or the camera of this name where a name is given. */
  const behold = async ({ video, colour, label, frames, timeout }) => {
    const end = performance.now() + timeout;
    const start = count(video).frames;
    for (;;) {
      const track = video.srcObject?.getVideoTracks()[0];
      const now = { frames: count(video).frames - start, colour: middle(video), camera: track?.label ?? "" };
      const right = colour ? near(now.colour, colour) : !black(now.colour) && now.camera && label.includes(now.camera);
      const ok = Boolean(right) && now.frames >= frames;
      if (ok || performance.now() > end) return { ok, now };
      await pace();
    }
  };

  window.stagedoorSenses = { perceive, behold };
})();
