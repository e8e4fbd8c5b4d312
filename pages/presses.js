// Records which elements receive a press by mouse, finger or keyboard; its listeners run before those of the room.
(() => {
  /**
   * @typedef {import("../tools/javascript/window.d.ts").PressWatch} PressWatch
   * @typedef {import("../tools/javascript/window.d.ts").PressOutcome} PressOutcome
   */

  if (window.stagedoorPresses) return;
  const DOWN = ["pointerdown", "mousedown", "touchstart"];
  const UP = ["pointerup", "mouseup", "touchend"];
  const PRESSING_KEYS = ["Enter", " "];
  /** In ms: the click of a tap comes after the finger has left the screen. */
  const CLICK_AFTER_TAP = 500;
  const textOf = (/** @type {Element} */ element) => (element.getAttribute("aria-label") || element.textContent || "").trim();

  /** Whether the page has replaced one element by the other. */
  const isSameControl = (/** @type {EventTarget} */ other, /** @type {Element} */ element) =>
    other instanceof Element && other.tagName === element.tagName && textOf(other) === textOf(element) &&
    other.getAttribute("role") === element.getAttribute("role");

  const describe = (/** @type {EventTarget} */ target) => {
    if (!(target instanceof Element)) return "the page";
    const within = target.closest("[aria-label], [aria-labelledby], [role], dialog, section") ?? target;
    return `${target.tagName.toLowerCase()} in ${within.getAttribute("role") ?? within.tagName.toLowerCase()} “${textOf(within).slice(0, 40)}”`;
  };

  /** @type {Press | undefined} */
  let watched;

  /** The outcome of one press on an element. */
  class Press {
    /** @param {Element} element */
    constructor(element) {
      this.element = element;
      this.isDown = this.isReceived = this.isReleasedElsewhere = this.isClicked = false;
      /** @type {string[]} */
      this.instead = [];
    }

    /** @param {Event} event */
    isOnElement(event) {
      const path = event.composedPath(), { element } = this;
      if (path.includes(element)) return true;
      const labels = [.../** @type {HTMLInputElement} */ (element).labels ?? []];
      if (labels.some((label) => path.includes(label))) return true;
      return !element.isConnected && path.some((other) => isSameControl(other, element));
    }

    /** @param {Event} event */
    note(event) {
      const isOn = this.isOnElement(event);
      if (DOWN.includes(event.type)) this.isDown ||= isOn;
      if (UP.includes(event.type) && this.element.isConnected) this.isReleasedElsewhere = !this.isReleasedOver(event);
      if (event.type === "click") this.isClicked = true;
      if (event.type === "click" || (event instanceof KeyboardEvent && PRESSING_KEYS.includes(event.key))) this.isReceived ||= isOn;
      if (!isOn) this.instead.push(describe(event.composedPath()[0]));
    }

    /** Whether the pointer is released over the element, which may have moved since. @param {Event} event */
    isReleasedOver(event) {
      const { clientX, clientY } = event instanceof TouchEvent ? event.changedTouches[0] : /** @type {MouseEvent} */ (event);
      const { left, right, top, bottom } = this.element.getBoundingClientRect();
      return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
    }

    /**
     * Wait for the click, and return whether the element received the press, or which element did instead. An element that disappears
     * while the button is pressed receives no click.
     * @returns {Promise<PressOutcome>}
     */
    async outcome() {
      const end = performance.now() + CLICK_AFTER_TAP;
      while (!this.isReceived && !this.isClicked && performance.now() < end) await new Promise((done) => { setTimeout(done, 10); });
      watched = undefined;
      return { isReceived: this.isReceived || (this.isDown && !this.isReleasedElsewhere), receivedInstead: this.instead.at(-1) ?? "nothing" };
    }
  }

  const note = (/** @type {Event} */ event) => { if (event.isTrusted) watched?.note(event); };
  const listen = () => {
    for (const type of [...DOWN, ...UP, "click", "keydown"]) window.addEventListener(type, note, { capture: true, passive: true });
  };

  listen();
  window.stagedoorPresses = {
    watch: (element) => {
      // A page that has called document.open() has no listeners any more.
      listen();
      watched = new Press(element);
      return watched;
    },
  };
})();
