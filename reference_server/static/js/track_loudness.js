/** The current loudness of a track, measured by the page. */

const SAMPLES = 1024;

export class Loudness {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  /** @type {MediaStreamTrack | null} */
  #measuredTrack = null;
  #samples = new Float32Array(SAMPLES);

  /**
   * @param {MediaStreamTrack | null} track  the track to measure from now on; null: none
   * @returns {number} from 0, silence, to 1, the loudest possible sound
   */
  of(track) {
    if (!track) return 0;
    if (track !== this.#measuredTrack) this.#measureTrack(track);
    // After a reload, some browsers start the context only once the person has touched the page.
    if (this.#context?.state === "suspended") void this.#context.resume();
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES);
  }

  /** Stops measuring, and releases the audio context; the next measurement creates a new one. */
  stop() {
    this.#context?.close();
    this.#context = this.#analyser = this.#source = this.#measuredTrack = null;
    this.#samples.fill(0);
  }

  /** @param {MediaStreamTrack} track */
  #measureTrack(track) {
    this.#context ??= new AudioContext({ latencyHint: "playback" });
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: SAMPLES });
    this.#source?.disconnect();
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    this.#measuredTrack = track;
  }
}
