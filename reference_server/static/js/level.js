/**
 * How loud the microphone is, for the meter in the getting-ready window (DEVICE-5).
 *
 * It looks ten times a second, at a short stretch of sound, and writes into the meter itself: drawing the whole screen
 * anew for it would cost more than the call.
 */

const LOOK_EVERY_MS = 100;
const STRETCH = 1024;
/** The quietest sound that shows, in dB below the loudest there can be; speech into a microphone has about -30. */
const QUIETEST_DB = -60;
/** A voice pauses between words; the meter sinks by so much at a time instead of flickering. */
const SINK = 15;

export class Level {
  #meter;
  #track;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  /** @type {MediaStreamTrack | null} */
  #heard = null;
  #samples = new Float32Array(STRETCH);
  #value = 0;
  #timer;

  /**
   * @param {() => Element | null} meter           where to show it
   * @param {() => MediaStreamTrack | null} track  the microphone of the moment; null: none, or it is off
   */
  constructor(meter, track) {
    this.#meter = meter;
    this.#track = track;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#context?.close();
  }

  #look() {
    const track = this.#track();
    if (track && track !== this.#heard) this.#listenTo(track);
    this.#value = track ? Math.max(this.#loudness(), this.#value - SINK, 0) : 0;
    this.#show(Math.round(this.#value));
  }

  #listenTo(track) {
    this.#context ??= new AudioContext({ latencyHint: "playback" });
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: STRETCH });
    this.#source?.disconnect();
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    this.#heard = track;
  }

  /** @returns {number} from 0, silence, to 100 */
  #loudness() {
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, one) => sum + one * one, 0) / STRETCH;
    const decibels = 10 * Math.log10(power);
    return Math.min(100, Math.max(0, 100 * (1 - decibels / QUIETEST_DB)));
  }

  #show(value) {
    const meter = /** @type {HTMLElement | null} */ (this.#meter());
    if (!meter || meter.getAttribute("aria-valuenow") === String(value)) return;
    meter.setAttribute("aria-valuenow", String(value));
    meter.style.setProperty("--level", `${value}%`);
  }
}
