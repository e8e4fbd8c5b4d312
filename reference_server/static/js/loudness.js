/** How loud a track is at this moment, measured by the page itself. */

const STRETCH = 1024;

export class Loudness {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  /** @type {MediaStreamTrack | null} */
  #heard = null;
  #samples = new Float32Array(STRETCH);

  /**
   * @param {MediaStreamTrack | null} track  the one to listen to from now on; null: there is nothing to hear
   * @returns {number} from 0, silence, to 1, the loudest there can be
   */
  of(track) {
    if (!track) return 0;
    if (track !== this.#heard) this.#listenTo(track);
    // After a reload some browsers listen only once the person has touched the page.
    if (this.#context?.state === "suspended") void this.#context.resume();
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, one) => sum + one * one, 0) / STRETCH);
  }

  /** Listen to nothing any more; what is asked for later is listened to anew. */
  stop() {
    this.#context?.close();
    this.#context = this.#analyser = this.#source = this.#heard = null;
    this.#samples.fill(0);
  }

  /** @param {MediaStreamTrack} track */
  #listenTo(track) {
    this.#context ??= new AudioContext({ latencyHint: "playback" });
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: STRETCH });
    this.#source?.disconnect();
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    this.#heard = track;
  }
}
