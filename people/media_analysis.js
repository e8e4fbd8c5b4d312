// Measures the video and audio that a page receives, on its media elements and independent of the room.
(() => {
  /**
   * @typedef {HTMLMediaElement & {srcObject: MediaStream}} Player  an element that plays a stream
   * @typedef {HTMLVideoElement | HTMLCanvasElement} Picture
   * @typedef {number[]} Colour  red, green, blue
   * @typedef {{tone: number, colour: Colour, see?: boolean, hear?: boolean}} Person
   * @typedef {Record<string, Person>} People  by name
   * @typedef {Record<string, Element | null>} Tiles  by the name of the person
   * @typedef {{tile: boolean, frames: number, colour: Colour | null, drawn: boolean, elsewhere: boolean, level: number, above: number}} Sample
   * @typedef {Record<string, Sample>} Samples  by the name of the person
   * @typedef {{frames: number, samples: number}} Span
   * @typedef {{people: People, tiles: Tiles, span: Span, strict: boolean, timeout: number}} Question  timeout in ms
   * @typedef {{picture: Picture, colour: Colour | null, label: string, frames: number, timeout: number}} PictureQuestion
   */

  if (window.stagedoorMediaAnalysis) return;
  const FFT_SIZE = 8192;
  /** @type {Map<Element, {ids: string, sources: AudioNode[], analyser: AnalyserNode}>} */
  const analysers = new Map();
  /** @type {AudioContext | undefined} */
  let context;

  /** The context of a canvas on which samples of pictures are drawn. @param {number} width @param {number} height */
  const createSampler = (width, height) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  };
  let middleSampler = createSampler(1, 1);
  const wholeSampler = createSampler(16, 12);
  const isVideo = (/** @type {Element} */ picture) => picture instanceof HTMLVideoElement;
  const sizeOf = (/** @type {Picture} */ picture) =>
    picture instanceof HTMLVideoElement ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];

  /** The colour in the middle of the picture as [red, green, blue]; null if there is no picture, or if it is hidden. */
  const middleColour = (/** @type {Picture} */ picture) => {
    const [width, height] = sizeOf(picture);
    if (!width || !height || (picture instanceof HTMLVideoElement && picture.readyState < 2)) return null;
    if (!picture.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const side = Math.max(2, Math.floor(Math.min(width, height) / 24));
    middleSampler.clearRect(0, 0, 1, 1);
    middleSampler.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, 1, 1);
    try {
      return [...middleSampler.getImageData(0, 0, 1, 1).data].slice(0, 3);
    } catch {
      middleSampler = createSampler(1, 1);  // A canvas with images of other origins cannot be read, and taints the sampler.
      return null;
    }
  };

  const isAudible = (/** @type {Player} */ element) =>
    element.srcObject && !element.muted && element.volume > 0 && !element.paused &&
    element.srcObject.getAudioTracks().some((track) => track.readyState === "live");

  /**
   * All media elements: those in the document, and those outside it that have been given a stream.
   * @returns {Set<Player>}
   */
  const allPlayers = () => /** @type {Set<Player>} */ (new Set([.../** @type {NodeListOf<HTMLMediaElement>} */ (document.querySelectorAll("audio, video")), ...(window.stagedoorProbe?.players ?? [])]));

  /**
   * All videos and canvases within, also in shadow trees.
   * @param {Element | ShadowRoot | Document} root
   * @returns {Picture[]}
   */
  const picturesIn = (root) => [root, ...root.querySelectorAll("*")].flatMap((node) => {
    const own = node instanceof HTMLVideoElement || node instanceof HTMLCanvasElement ? [node] : [];
    return node instanceof Element && node.shadowRoot ? [...own, ...picturesIn(node.shadowRoot)] : own;
  });

  /**
   * The picture of the tile: the one that shows this colour, else its video, else its canvas.
   * @param {Element} tile
   * @param {Colour} colour
   */
  const pictureOf = (tile, colour) => {
    const pictures = picturesIn(tile);
    return pictures.find((picture) => isNear(middleColour(picture), colour)) ?? pictures.find(isVideo) ?? pictures[0];
  };

  /**
   * The analyser of an element's audio, reused while its tracks stay the same. Each track has a source node, since the
   * source node of a stream takes only one of its tracks.
   * @param {Player} element
   */
  const analyserFor = (element) => {
    const tracks = element.srcObject.getAudioTracks();
    const ids = tracks.map((track) => track.id).join();
    const existing = analysers.get(element);
    if (existing && existing.ids === ids) return existing.analyser;
    for (const source of existing?.sources ?? []) source.disconnect();
    // Every page has an audio context, and all share the machine: latency does not matter, processor time does.
    const audioContext = (context ??= new AudioContext({ latencyHint: "playback" }));
    const analyser = new AnalyserNode(audioContext, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 });
    const sources = tracks.map((track) => audioContext.createMediaStreamSource(new MediaStream([track])));
    for (const source of sources) source.connect(analyser);
    analysers.set(element, { ids, sources, analyser });
    return analyser;
  };

  /**
   * The level of each tone in dB, and how many dB it is above the frequencies around it: {name: [level, above]}.
   * @param {Record<string, number>} tones  in Hz
   * @returns {Record<string, [number, number]>}
   */
  const measureTones = (tones) => {
    const levels = /** @type {Record<string, [number, number]>} */ (Object.fromEntries(Object.keys(tones).map((name) => [name, [-200, 0]])));
    for (const element of allPlayers()) {
      if (!isAudible(element)) continue;
      const analyser = analyserFor(element);
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      for (const [name, tone] of Object.entries(tones)) {
        const [level, above] = measureTone(spectrum, Math.round((tone * FFT_SIZE) / /** @type {AudioContext} */ (context).sampleRate));
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
  const measureTone = (spectrum, bin) => {
    const level = Math.max(...spectrum.slice(bin - 1, bin + 2));
    const around = [...spectrum.slice(bin - 12, bin - 6), ...spectrum.slice(bin + 7, bin + 13)];
    const mean = around.reduce((sum, level) => sum + Math.max(level, -200), 0) / around.length;
    return [Math.max(level, -200), Math.max(level, -200) - mean];
  };

  /** @typedef {{frames: number, latest: string}} FrameCounter */
  /** @type {WeakMap<Picture, FrameCounter>} */
  const counters = new WeakMap();
  const frameCounter = (/** @type {Picture} */ picture) => {
    const counter = counters.get(picture) ?? { frames: 0, latest: "" };
    if (picture instanceof HTMLCanvasElement) countChange(picture, counter);
    else if (!counters.has(picture)) countFrames(picture, counter);
    counters.set(picture, counter);
    return counter;
  };
  const countFrames = (/** @type {HTMLVideoElement} */ video, /** @type {FrameCounter} */ counter) => {
    const next = () => { counter.frames += 1; video.requestVideoFrameCallback(next); };
    video.requestVideoFrameCallback(next);
  };
  /** A canvas reports no frames, so each sample whose content differs from the previous one counts as a frame. */
  const countChange = (/** @type {HTMLCanvasElement} */ canvas, /** @type {FrameCounter} */ counter) => {
    if (!middleColour(canvas)) return;
    wholeSampler.drawImage(canvas, 0, 0, 16, 12);
    const content = wholeSampler.getImageData(0, 0, 16, 12).data.join();
    if (content !== counter.latest) Object.assign(counter, { frames: counter.frames + 1, latest: content });
  };

  /**
   * @param {Colour | null} colour
   * @param {Colour} other
   */
  const isNear = (colour, other) => colour && colour.every((part, i) => Math.abs(part - other[i]) < 60);
  const isBlack = (/** @type {Colour | null} */ colour) => !colour || Math.max(...colour) < 24;

  /**
   * One sample: each person's tile, the frames and colour of its video, their colour anywhere, and their voice.
   * @param {People} people
   * @param {Tiles} tiles
   * @returns {Samples}
   */
  const sample = (people, tiles) => {
    const voices = measureTones(Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.tone])));
    const shown = new Set([...picturesIn(document), ...[...allPlayers()].filter((element) => element.isConnected && isVideo(element))]);
    const everywhere = [.../** @type {Set<Picture>} */ (shown)].map(middleColour);
    return Object.fromEntries(Object.entries(people).map(([name, person]) => {
      const tile = tiles[name]?.isConnected ? tiles[name] : null;
      const picture = tile ? pictureOf(tile, person.colour) : undefined;
      const [level, above] = voices[name];
      return [name, {
        tile: Boolean(picture),
        frames: picture ? frameCounter(picture).frames : 0,
        colour: picture ? middleColour(picture) : null,
        drawn: Boolean(picture) && !isVideo(/** @type {Picture} */ (picture)),
        elsewhere: everywhere.some((colour) => isNear(colour, person.colour)),
        level: Math.round(level), above: Math.round(above),
      }];
    }));
  };

  const isHeard = (/** @type {Sample} */ now) => now.level > -70 && now.above > 15;
  /**
   * Whether a voice is heard that must not be. It must be clearer than an expected one: on a busy machine, another voice
   * can leave a trace at this frequency, about 30 dB quieter than that voice, which people do not hear.
   * @param {Sample} now
   */
  const isClearlyHeard = (now) => now.level > -60 && now.above > 20;
  /**
   * Whether a person is seen who must not be: any picture in their video, or their own colour anywhere. A canvas that
   * the room draws itself, such as initials, does not count as a picture of them.
   * @param {Person} person
   * @param {Sample} now
   */
  const isBreached = (person, now) =>
    (person.see === false && (now.elsewhere || (!now.drawn && !isBlack(now.colour)))) ||
    (person.hear === false && isClearlyHeard(now));

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
        (!person.see || (isNear(now[name].colour, person.colour) &&
          now[name].frames - this.start[name].frames >= frames)) &&
        (!person.hear || this.heard[name] >= samples));
    }
  }

  // A room may replace a tile at any moment. The new one must be found again by its role and name.
  const hasReplacedTile = (/** @type {Tiles} */ tiles) => Object.values(tiles).some((tile) => tile && !tile.isConnected);

  // Milliseconds between samples: about the duration of a camera frame.
  const waitForNextSample = () => new Promise((resolve) => setTimeout(resolve, 60));

  /** Measure, and disconnect all analysers afterwards: each costs as much as decoding a voice. */
  const analyse = async (/** @type {Question} */ question) => {
    await context?.resume();
    try {
      return await measure(question);
    } finally {
      for (const { sources } of analysers.values()) for (const source of sources) source.disconnect();
      analysers.clear();  // The buffered audio of an analyser must not count in the next analysis.
      await context?.suspend();
    }
  };

  /**
   * Measure until everyone has been seen and heard as expected for the frames and samples of `span`.
   * `strict`: fail at the first sample in which a person is seen or heard who must not be; otherwise start a new period.
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
      await waitForNextSample();
      if (hasReplacedTile(tiles)) return { ok: false, stale: true, remaining: end - performance.now(), breach, now };
      now = sample(people, tiles);
    }
  };

  /** The labels of the cameras in use, one of which a canvas may show. */
  const camerasInUse = () => (window.stagedoorProbe?.tracks ?? [])
    .filter((track) => track.kind === "video" && track.readyState === "live").map((track) => track.label);

  /** @param {Picture} picture */
  const camerasOf = (picture) =>
    picture instanceof HTMLVideoElement && picture.srcObject instanceof MediaStream
      ? picture.srcObject.getVideoTracks().map((track) => track.label) : camerasInUse();

  /**
   * Measure one picture until it moves and shows the colour, or comes from the camera of this label.
   * @param {PictureQuestion} question
   */
  const analysePicture = async ({ picture, colour, label, frames, timeout }) => {
    const end = performance.now() + timeout;
    const start = frameCounter(picture).frames;
    for (;;) {
      const now = { frames: frameCounter(picture).frames - start, colour: middleColour(picture), camera: camerasOf(picture)[0] ?? "" };
      const isRight = colour ? isNear(now.colour, colour) : !isBlack(now.colour) && now.camera && label.includes(now.camera);
      const ok = Boolean(isRight) && now.frames >= frames;
      if (ok || performance.now() > end) return { ok, now };
      await waitForNextSample();
    }
  };

  window.stagedoorMediaAnalysis = { analyse, analysePicture };
})();
