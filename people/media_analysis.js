// Measures the video and audio that a page receives, on its media elements and independent of the room.
(() => {
  /**
   * @typedef {HTMLMediaElement & {srcObject: MediaStream}} Player  an element that plays a stream
   * @typedef {number[]} Colour  red, green, blue
   * @typedef {{tone: number, colour: Colour, see?: boolean, hear?: boolean}} Person
   * @typedef {Record<string, Person>} People  by name
   * @typedef {Record<string, Element | null>} Tiles  by the name of the person
   * @typedef {{tile: boolean, frames: number, colour: Colour | null, elsewhere: boolean, level: number, above: number}} Sample
   * @typedef {Record<string, Sample>} Samples  by the name of the person
   * @typedef {{frames: number, samples: number}} Span
   * @typedef {{people: People, tiles: Tiles, span: Span, strict: boolean, timeout: number}} Question  timeout in ms
   * @typedef {{video: Player & HTMLVideoElement, colour: Colour | null, label: string, frames: number, timeout: number}} VideoQuestion
   */

  if (window.stagedoorMediaAnalysis) return;
  const FFT = 8192;
  /** @type {Map<Element, {ids: string, source: AudioNode, analyser: AnalyserNode}>} */
  const analysers = new Map();
  /** @type {AudioContext | undefined} */
  let context;

  /** The colour in the middle of the picture as [red, green, blue]; null where there is no picture, or it is hidden. */
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const drawing = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const middleColour = (/** @type {HTMLVideoElement} */ video) => {
    if (!video.videoWidth || video.readyState < 2) return null;
    if (!video.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const side = Math.max(2, Math.floor(Math.min(video.videoWidth, video.videoHeight) / 24));
    drawing.clearRect(0, 0, 1, 1);
    const left = (video.videoWidth - side) / 2, top = (video.videoHeight - side) / 2;
    drawing.drawImage(video, left, top, side, side, 0, 0, 1, 1);
    return [...drawing.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };

  const audible = (/** @type {Player} */ element) =>
    element.srcObject && !element.muted && element.volume > 0 && !element.paused &&
    element.srcObject.getAudioTracks().some((track) => track.readyState === "live");

  /**
   * All media elements: those in the document, and those outside it that have been given a stream.
   * @returns {Set<Player>}
   */
  const players = () => /** @type {Set<Player>} */ (new Set([.../** @type {NodeListOf<HTMLMediaElement>} */ (document.querySelectorAll("audio, video")), ...(window.stagedoorProbe?.players ?? [])]));

  /**
   * The video in a tile, also within a shadow root.
   * @param {Element | ShadowRoot} root
   * @returns {HTMLVideoElement | null | undefined}
   */
  const videoIn = (root) => root.querySelector("video") ??
    /** @type {Element[]} */ ([...root.querySelectorAll("*"), root]).map((element) => element.shadowRoot && videoIn(element.shadowRoot)).find(Boolean);

  /**
   * The analyser of an element's audio, reused while its tracks stay the same.
   * @param {Player} element
   */
  const analyserFor = (element) => {
    const ids = element.srcObject.getAudioTracks().map((track) => track.id).join();
    const known = analysers.get(element);
    if (known && known.ids === ids) return known.analyser;
    known?.source.disconnect();
    // Every page has an audio context, and all share the machine: latency does not matter, processor time does.
    context ??= new AudioContext({ latencyHint: "playback" });
    const source = context.createMediaStreamSource(element.srcObject);
    const analyser = new AnalyserNode(context, { fftSize: FFT, smoothingTimeConstant: 0 });
    source.connect(analyser);
    analysers.set(element, { ids, source, analyser });
    return analyser;
  };

  /**
   * For each tone its level in dB and its distance from its surroundings: {name: [level, above]}.
   * @param {Record<string, number>} tones  in Hz
   * @returns {Record<string, [number, number]>}
   */
  const measureTones = (tones) => {
    const levels = /** @type {Record<string, [number, number]>} */ (Object.fromEntries(Object.keys(tones).map((name) => [name, [-200, 0]])));
    for (const element of players()) {
      if (!audible(element)) continue;
      const analyser = analyserFor(element);
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      for (const [name, tone] of Object.entries(tones)) {
        const [level, above] = toneLevel(spectrum, Math.round((tone * FFT) / /** @type {AudioContext} */ (context).sampleRate));
        if (level > levels[name][0]) levels[name] = [level, above];
      }
    }
    return levels;
  };

  /**
   * @param {Float32Array} spectrum
   * @param {number} bin
   * @returns {[number, number]}
   */
  const toneLevel = (spectrum, bin) => {
    const level = Math.max(...spectrum.slice(bin - 1, bin + 2));
    const around = [...spectrum.slice(bin - 12, bin - 6), ...spectrum.slice(bin + 7, bin + 13)];
    const mean = around.reduce((sum, level) => sum + Math.max(level, -200), 0) / around.length;
    return [Math.max(level, -200), Math.max(level, -200) - mean];
  };

  /** @type {WeakMap<Element, {frames: number}>} */
  const counters = new WeakMap();
  const frameCounter = (/** @type {HTMLVideoElement} */ video) => {
    if (counters.has(video)) return /** @type {{frames: number}} */ (counters.get(video));
    const counter = { frames: 0 };
    counters.set(video, counter);
    const next = () => { counter.frames += 1; video.requestVideoFrameCallback(next); };
    video.requestVideoFrameCallback(next);
    return counter;
  };

  /**
   * @param {Colour | null} colour
   * @param {Colour} other
   */
  const near = (colour, other) => colour && colour.every((part, i) => Math.abs(part - other[i]) < 60);
  const black = (/** @type {Colour | null} */ colour) => !colour || Math.max(...colour) < 24;

  /**
   * One sample: each person's tile, the frames and colour of its video, their colour anywhere, and their voice.
   * @param {People} people
   * @param {Tiles} tiles
   * @returns {Samples}
   */
  const sample = (people, tiles) => {
    const voices = measureTones(Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.tone])));
    const shown = /** @type {HTMLVideoElement[]} */ ([...players()].filter((element) => element.isConnected && element instanceof HTMLVideoElement));
    const everywhere = shown.map(middleColour);
    return Object.fromEntries(Object.entries(people).map(([name, person]) => {
      const video = tiles[name]?.isConnected ? videoIn(tiles[name]) : null;
      const [level, above] = voices[name];
      return [name, {
        tile: Boolean(video),
        frames: video ? frameCounter(video).frames : 0,
        colour: video ? middleColour(video) : null,
        elsewhere: everywhere.some((colour) => near(colour, person.colour)),
        level: Math.round(level), above: Math.round(above),
      }];
    }));
  };

  const isHeard = (/** @type {Sample} */ now) => now.level > -70 && now.above > 15;
  /**
   * @param {Person} person
   * @param {Sample} now
   */
  const isBreached = (person, now) =>
    (person.see === false && (now.elsewhere || !black(now.colour))) || (person.hear === false && isHeard(now));

  /** A period of measurement: frames that arrived, and samples in which a voice was heard. */
  class Period {
    /**
     * @param {People} people
     * @param {Samples} now
     */
    constructor(people, now) {
      this.start = now;
      this.heard = Object.fromEntries(Object.keys(people).map((name) => [name, 0]));
    }
    /** @param {Samples} now */
    add(now) {
      for (const name of Object.keys(now)) if (isHeard(now[name])) this.heard[name] += 1;
    }
    /**
     * @param {People} people
     * @param {Samples} now
     * @param {Span} span
     */
    isComplete(people, now, { frames, samples }) {
      return Object.entries(people).every(([name, person]) =>
        (!person.see || (near(now[name].colour, person.colour) &&
          now[name].frames - this.start[name].frames >= frames)) &&
        (!person.hear || this.heard[name] >= samples));
    }
  }

  // A room may replace a tile at any moment; then it must be found again by its role and name.
  const stale = (/** @type {Tiles} */ tiles) => Object.values(tiles).some((tile) => tile && !tile.isConnected);

  // Milliseconds between samples: about the duration of a camera frame.
  const pace = () => new Promise((resolve) => setTimeout(resolve, 60));

  /** Analyse, and disconnect afterwards: an analyser costs as much as decoding a voice. */
  const analyse = async (/** @type {Question} */ question) => {
    await context?.resume();
    try {
      return await measure(question);
    } finally {
      for (const { source } of analysers.values()) source.disconnect();
      analysers.clear();  // Its buffered audio must not count in the next analysis.
      await context?.suspend();
    }
  };

  /**
   * Measure until everyone who should be seen and heard has been, for so many frames and samples, while nobody was who
   * should not be. `strict`: fail at the first breach; otherwise a breach starts a new period.
   * @param {Question} question
   */
  const measure = async ({ people, tiles, span, strict, timeout }) => {
    const end = performance.now() + timeout;
    let now = sample(people, tiles);
    let period = new Period(people, now);
    for (;;) {
      const breach = Object.keys(people).filter((name) => isBreached(people[name], now[name]));
      if (breach.length && strict) return { ok: false, breach, now };
      if (breach.length) period = new Period(people, now);
      else period.add(now);
      if (!breach.length && period.isComplete(people, now, span)) return { ok: true, breach, now };
      if (performance.now() > end) return { ok: false, breach, now, heard: period.heard };
      await pace();
      if (stale(tiles)) return { ok: false, stale: true, left: end - performance.now(), breach, now };
      now = sample(people, tiles);
    }
  };

  /**
   * Measure one video until it moves and shows the colour, or comes from the camera of this label.
   * @param {VideoQuestion} question
   */
  const analyseVideo = async ({ video, colour, label, frames, timeout }) => {
    const end = performance.now() + timeout;
    const start = frameCounter(video).frames;
    for (;;) {
      const track = video.srcObject?.getVideoTracks()[0];
      const now = { frames: frameCounter(video).frames - start, colour: middleColour(video), camera: track?.label ?? "" };
      const right = colour ? near(now.colour, colour) : !black(now.colour) && now.camera && label.includes(now.camera);
      const ok = Boolean(right) && now.frames >= frames;
      if (ok || performance.now() > end) return { ok, now };
      await pace();
    }
  };

  window.stagedoorMediaAnalysis = { analyse, analyseVideo };
})();
