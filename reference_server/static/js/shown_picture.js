/**
 * Reports the size and visibility of a picture to LiveKit, which then sends no larger picture, or none.
 *
 * @typedef {import("../vendor/livekit-client/livekit-client.esm.mjs").RemoteVideoTrack} RemoteVideoTrack
 * @typedef {import("../vendor/livekit-client/livekit-client.esm.mjs").ElementInfo} ElementInfo
 */

/** @implements {ElementInfo} */
export class ShownPicture {
  element;
  track;
  pictureInPicture = false;
  visible;
  /** @type {number | undefined} */
  visibilityChangedAt;
  /** @type {(() => void) | undefined} set by LiveKit's client */
  handleResize;
  /** @type {(() => void) | undefined} set by LiveKit's client */
  handleVisibilityChanged;
  #sizeObserver = new ResizeObserver(() => this.handleResize?.());
  #viewObserver = new IntersectionObserver((entries) => this.#followVisibility(entries[entries.length - 1].isIntersecting));

  /**
   * @param {HTMLVideoElement} element
   * @param {RemoteVideoTrack} track
   */
  constructor(element, track) {
    this.element = element;
    this.track = track;
    this.visible = isInView(element);
    track.observeElementInfo(this);
  }

  width() {
    return this.element.clientWidth;
  }

  height() {
    return this.element.clientHeight;
  }

  observe() {
    this.#sizeObserver.observe(this.element);
    this.#viewObserver.observe(this.element);
  }

  stopObserving() {
    this.#sizeObserver.disconnect();
    this.#viewObserver.disconnect();
  }

  /** Ends the reports: the picture was removed or replaced. */
  end() {
    this.track.stopObservingElementInfo(this);
  }

  /** @param {boolean} visible */
  #followVisibility(visible) {
    if (visible === this.visible) return;
    this.visible = visible;
    this.visibilityChangedAt = Date.now();
    this.handleVisibilityChanged?.();
  }
}

/** @param {HTMLElement} element */
function isInView(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
}
