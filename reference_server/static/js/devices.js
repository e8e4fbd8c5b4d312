/**
 * Microphone and camera of this machine: opens them, lists those to choose from, and describes problems.
 *
 * @typedef {import("./types.js").Device} Device
 * @typedef {import("./browser_storage.js").Choice} Choice
 * @typedef {"blocked" | "blocked_by_frame" | "missing" | "unplugged" | "busy" | "insecure"} Reason
 */

import { rememberDevice, rememberedDevices } from "./browser_storage.js";

export const DEVICES = /** @type {const} */ (["microphone", "camera"]);

const CONSTRAINTS = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24 } },
};
/** @type {Record<string, Reason>} by the name of the error */
const REASONS = {
  NotAllowedError: "blocked",
  SecurityError: "blocked",
  FrameError: "blocked_by_frame",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

const BLOCKED_BY_OUTER_PAGE = "If it is allowed there, the page around this room blocks it: tell the administrator of that page.";

/** The devices that this page uses: a stream with a track of each device that could be opened. */
export class Capture {
  stream = new MediaStream();
  /** @type {Record<Device, Choice[]>} */
  choices = { microphone: [], camera: [] };
  /** @type {Record<Device, boolean>} whether the person switched each device on */
  switches = { microphone: true, camera: true };
  /** @type {Record<Device, Reason | null>} */
  problems = { microphone: null, camera: null };
  /** @type {Record<Device, string>} by device: the label of the one that was unplugged while it was in use */
  #unpluggedLabels = { microphone: "", camera: "" };
  /** The number of pending requests to the browser, which may ask the person for permission. */
  #pendingRequests = 0;
  #isStopped = false;
  #changed;
  #onSettled = () => {};
  #devicesChanged = () => this.#followDevices();

  /** @param {() => void} changed  called when something about the devices has changed */
  constructor(changed) {
    this.#changed = changed;
    navigator.mediaDevices?.addEventListener("devicechange", this.#devicesChanged);
  }

  /** Whether a request to the browser is pending. */
  get isOpening() {
    return this.#pendingRequests > 0;
  }

  /** Opens both devices; if that fails, opens each separately to find out which of them has the problem. */
  async open() {
    await this.#whilePending(async () => {
      if (!(await this.#openTogether())) for (const device of DEVICES) await this.#openAlone(device);
    });
  }

  /** Tries again to open the devices that could not be opened. */
  async retry() {
    await this.#whilePending(async () => {
      for (const device of DEVICES) if (!this.track(device)) await this.#openAlone(device);
    });
  }

  /**
   * Uses another device from now on, and remembers it.
   * @param {Device} device
   * @param {string} deviceId
   */
  async choose(device, deviceId) {
    const choice = this.choices[device].find(({ id }) => id === deviceId);
    if (!choice) return;
    rememberDevice(device, choice);
    // Some phones cannot open their second camera while the first is in use.
    this.#release(device);
    await this.#whilePending(() => this.#openAlone(device, { [device]: choice }));
  }

  /**
   * Switches a device on or off: a track that is off sends silence or black.
   * @param {Device} device
   * @param {boolean} on
   */
  async switch(device, on) {
    this.switches[device] = on;
    const track = this.track(device);
    if (track) track.enabled = on;
    else if (on) return this.#whilePending(() => this.#openAlone(device));
    this.#settle();
  }

  /**
   * Whether the device is on and works at this moment.
   * @param {Device} device
   */
  isOn(device) {
    return this.switches[device] && this.track(device) !== null;
  }

  /**
   * @param {Device} device
   * @returns {MediaStreamTrack | null}
   */
  track(device) {
    const tracks = device === "microphone" ? this.stream.getAudioTracks() : this.stream.getVideoTracks();
    return tracks[0] ?? null;
  }

  /**
   * @param {Device} device
   * @returns {string} the id of the device in use; empty: none
   */
  idInUse(device) {
    return this.track(device)?.getSettings().deviceId ?? "";
  }

  /** @param {() => void} listener  called when something about the devices has changed, and no request is pending */
  onSettled(listener) {
    this.#onSettled = listener;
  }

  /** Releases both devices permanently. */
  stop() {
    this.#isStopped = true;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#devicesChanged);
    for (const device of DEVICES) this.#release(device);
  }

  async #openTogether() {
    try {
      this.#useTracks(await openDevices(DEVICES, rememberedDevices()));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {Device} device
   * @param {Partial<Record<Device, Choice>>} [choice]
   */
  async #openAlone(device, choice = rememberedDevices()) {
    try {
      this.#useTracks(await openDevices([device], choice));
    } catch (error) {
      this.problems[device] = reasonOf(/** @type {DOMException} */ (error));
    }
  }

  /** @param {MediaStream} stream */
  #useTracks(stream) {
    for (const track of stream.getTracks()) {
      // The dialog may have been closed while the request was pending.
      if (this.#isStopped) track.stop();
      else this.#use(track);
    }
  }

  /** @param {MediaStreamTrack} track */
  #use(track) {
    const device = track.kind === "audio" ? "microphone" : "camera";
    this.#release(device);
    track.enabled = this.switches[device];
    track.onended = () => this.#lost(device);
    this.stream.addTrack(track);
    this.problems[device] = null;
  }

  /** @param {Device} device */
  async #lost(device) {
    this.#unpluggedLabels[device] = this.track(device)?.label ?? "";
    this.#release(device);
    this.problems[device] = "unplugged";
    await this.#list();
    this.#settle();
  }

  /** @param {Device} device */
  #release(device) {
    const track = this.track(device);
    if (!track) return;
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
  }

  async #followDevices() {
    await this.#list();
    const available = DEVICES.filter((device) => this.#isAvailableAgain(device));
    if (available.length === 0) return this.#changed();
    await this.#whilePending(async () => {
      for (const device of available) await this.#openAlone(device);
    });
  }

  /**
   * Whether a device can be opened now. If none was found before, any device can; if the device was unplugged, only the
   * same one, since another camera must not show the person unless they choose it.
   * @param {Device} device
   */
  #isAvailableAgain(device) {
    const choices = this.choices[device];
    if (this.problems[device] === "unplugged") return choices.some(({ label }) => label === this.#unpluggedLabels[device]);
    return this.problems[device] === "missing" && choices.length > 0;
  }

  /** @param {() => Promise<unknown>} task */
  async #whilePending(task) {
    this.#pendingRequests += 1;
    this.#changed();
    await task();
    await this.#list();
    this.#pendingRequests -= 1;
    this.#settle();
  }

  #settle() {
    if (this.#isStopped) return;
    this.#changed();
    if (!this.isOpening) this.#onSettled();
  }

  async #list() {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    for (const device of DEVICES) this.choices[device] = choicesOf(device, all);
  }
}

/**
 * A sentence for the person about what is wrong with a device and what to do.
 * @param {Device} device
 * @param {Reason} reason
 * @returns {string}
 */
export function problemText(device, reason) {
  return {
    blocked: `Your ${device} is blocked. Allow it for this page in your browser’s site settings, beside the address, then try again.${isInFrame() ? ` ${BLOCKED_BY_OUTER_PAGE}` : ""}`,
    blocked_by_frame: `The page around this room does not let it use your ${device}. Tell its administrator: the frame needs allow="camera *; microphone *".`,
    missing: `No ${device} was found. Connect one and it is used at once, or go on without it.`,
    unplugged: `Your ${device} was disconnected. Connect it again and it is used at once, or go on with another or without it.`,
    busy: `Your ${device} could not be started. Another program may be using it: close that program, then try again.`,
    insecure: `Your ${device} cannot be used on this address. Open the room at an address that begins with https, or go on without it.`,
  }[reason];
}

/**
 * Opens the chosen devices if they still exist, otherwise any others.
 * @param {readonly Device[]} devices
 * @param {Partial<Record<Device, Choice>>} chosen
 */
async function openDevices(devices, chosen) {
  if (!navigator.mediaDevices) throw new DOMException("Not a secure page", "InsecureError");
  // Not requested: some browsers never answer a request that the frame forbids.
  if (devices.some(isForbiddenByFrame)) throw new DOMException("Not allowed by the frame", "FrameError");
  const all = await navigator.mediaDevices.enumerateDevices();
  const constraints = (/** @type {Device} */ device) => devices.includes(device) && constraintsFor(device, chosen[device], all);
  return navigator.mediaDevices.getUserMedia({ audio: constraints("microphone"), video: constraints("camera") });
}

/**
 * @param {Device} device
 * @param {Choice | undefined} choice
 * @param {MediaDeviceInfo[]} all
 * @returns {MediaTrackConstraints}
 */
function constraintsFor(device, choice, all) {
  if (!choice) return CONSTRAINTS[device];
  const choices = choicesOf(device, all);
  const same = choices.find(({ id }) => id === choice.id) ?? choices.find(({ label }) => label === choice.label);
  return { ...CONSTRAINTS[device], deviceId: same ? { exact: same.id } : choice.id };
}

/**
 * @param {DOMException} error
 * @returns {Reason}
 */
function reasonOf(error) {
  return error.name === "InsecureError" ? "insecure" : (REASONS[error.name] ?? "busy");
}

const isInFrame = () => window.self !== window.top;

/**
 * Whether the page around this one forbids the device. Only Chromium reports that.
 * @param {Device} device
 */
function isForbiddenByFrame(device) {
  const { featurePolicy } = /** @type {{featurePolicy?: {allowsFeature: (name: string) => boolean}}} */ (
    /** @type {unknown} */ (document)
  );
  return isInFrame() && featurePolicy?.allowsFeature(device) === false;
}

/**
 * @param {Device} device
 * @param {MediaDeviceInfo[]} all
 */
function choicesOf(device, all) {
  const kind = device === "microphone" ? "audioinput" : "videoinput";
  // Before permission is given, the browser lists devices without ids, so that there is nothing to choose from.
  const available = all.filter((info) => info.kind === kind && info.deviceId);
  return available.map((info, index) => ({ id: info.deviceId, label: info.label || `${capital(device)} ${index + 1}` }));
}

const capital = (/** @type {string} */ word) => word[0].toUpperCase() + word.slice(1);
