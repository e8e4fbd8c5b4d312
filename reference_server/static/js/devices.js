/**
 * Microphone and camera of this machine: opens them, lets the person choose, and describes problems.
 *
 * @typedef {import("./types.js").Device} Device
 * @typedef {import("./browser_storage.js").Choice} Choice
 * @typedef {"blocked" | "framed" | "missing" | "unplugged" | "busy" | "insecure"} Reason
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
  FrameError: "framed",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

const BLOCKED_BY_OUTER_PAGE = "If it is allowed there, the page around this room blocks it: tell the administrator of that page.";

/** The devices in use by this page: a stream with a track of each device that could be opened. */
export class Capture {
  stream = new MediaStream();
  /** @type {Record<Device, Choice[]>} */
  choices = { microphone: [], camera: [] };
  /** @type {Record<Device, boolean>} the state that the person chose */
  on = { microphone: true, camera: true };
  /** @type {Record<Device, Reason | null>} */
  problems = { microphone: null, camera: null };
  /** @type {Record<Device, string>} the label of a device that was unplugged while it was in use */
  #unplugged = { microphone: "", camera: "" };
  /** The number of pending requests to the browser, which may ask the person. */
  #pendingRequests = 0;
  #stopped = false;
  #changed;
  #settled = () => {};
  #devicesChanged = () => this.#followDevices();

  /** @param {() => void} changed  called when something about the devices has changed */
  constructor(changed) {
    this.#changed = changed;
    navigator.mediaDevices?.addEventListener("devicechange", this.#devicesChanged);
  }

  /** Whether a request to the browser, which may ask the person, is pending. */
  get opening() {
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
    this.#end(device);
    await this.#whilePending(() => this.#openAlone(device, { [device]: choice }));
  }

  /**
   * Switches a device on or off: a track that is off sends silence or black.
   * @param {Device} device
   * @param {boolean} on
   */
  async switch(device, on) {
    this.on[device] = on;
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
    return this.on[device] && this.track(device) !== null;
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
  chosen(device) {
    return this.track(device)?.getSettings().deviceId ?? "";
  }

  /** @param {() => void} listener  called when something about the devices has changed, and no request is pending */
  onSettled(listener) {
    this.#settled = listener;
  }

  /** Releases both devices permanently. */
  stop() {
    this.#stopped = true;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#devicesChanged);
    for (const device of DEVICES) this.#end(device);
  }

  async #openTogether() {
    try {
      this.#adopt(await openDevices(DEVICES, rememberedDevices()));
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
      this.#adopt(await openDevices([device], choice));
    } catch (error) {
      this.problems[device] = reasonOf(/** @type {DOMException} */ (error));
    }
  }

  /** @param {MediaStream} stream */
  #adopt(stream) {
    for (const track of stream.getTracks()) {
      // Closing the dialog stops the devices, also while the request was pending.
      if (this.#stopped) track.stop();
      else this.#use(track);
    }
  }

  /** @param {MediaStreamTrack} track */
  #use(track) {
    const device = track.kind === "audio" ? "microphone" : "camera";
    this.#end(device);
    track.enabled = this.on[device];
    track.onended = () => this.#lost(device);
    this.stream.addTrack(track);
    this.problems[device] = null;
  }

  /** @param {Device} device */
  async #lost(device) {
    this.#unplugged[device] = this.track(device)?.label ?? "";
    this.#end(device);
    this.problems[device] = "unplugged";
    await this.#list();
    this.#settle();
  }

  /** @param {Device} device */
  #end(device) {
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
   * Whether a device can be opened now: any device if none was found before, but only the same device if it was
   * unplugged, since another camera must not show the person unless they choose it.
   * @param {Device} device
   */
  #isAvailableAgain(device) {
    const choices = this.choices[device];
    if (this.problems[device] === "unplugged") return choices.some(({ label }) => label === this.#unplugged[device]);
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
    if (this.#stopped) return;
    this.#changed();
    if (!this.opening) this.#settled();
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
    blocked: `Your ${device} is blocked. Allow it for this page in your browser’s site settings, beside the address, then try again.${inFrame() ? ` ${BLOCKED_BY_OUTER_PAGE}` : ""}`,
    framed: `The page around this room does not let it use your ${device}. Tell its administrator: the frame needs allow="camera *; microphone *".`,
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
  if (devices.some(isDeniedByFrame)) throw new DOMException("Not allowed by the frame", "FrameError");
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

const inFrame = () => window.self !== window.top;

/**
 * Whether the page around this one does not allow the device. Only Chromium reports that.
 * @param {Device} device
 */
function isDeniedByFrame(device) {
  const { featurePolicy } = /** @type {{featurePolicy?: {allowsFeature: (name: string) => boolean}}} */ (
    /** @type {unknown} */ (document)
  );
  return inFrame() && featurePolicy?.allowsFeature(device) === false;
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
