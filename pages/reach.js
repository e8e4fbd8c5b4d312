// Measurements of the current screen, independent of the room: positions, sizes, and elements that cover others.
(() => {
  if (window.stagedoorReach) return;
  const PRESSABLE = "button, a[href], input, select, textarea, [role=button], [role=menuitem], [role=tab]";
  const name = (/** @type {HTMLElement & {name?: string}} */ element) =>
    element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40) || element.name || element.tagName;

  /** The element on top that receives all presses, if there is one: an open popover or dialog. */
  const onTop = () => document.querySelector(":popover-open") ?? [...document.querySelectorAll("dialog[open]")].pop();
  const shown = (/** @type {Element} */ element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.matches(".sr-only, .sr-only *");

  /** The target of a press: for a field within a label, the whole label. */
  const target = (/** @type {HTMLElement} */ element) => element.closest("label") ?? element;

  const pressable = () => {
    const within = onTop() ?? document;
    const elements = [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(PRESSABLE))].filter(shown);
    return elements.map((element) => ({ element, box: target(element).getBoundingClientRect() }));
  };

  /** The scrolling container around an element; null if there is none. */
  const scroller = (/** @type {Element} */ element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(parent).overflowY) && parent.scrollHeight > parent.clientHeight) return parent;
    }
    const page = /** @type {Element} */ (document.scrollingElement);
    return page.scrollHeight > page.clientHeight && getComputedStyle(document.body).overflowY !== "hidden" ? page : null;
  };

  const sideways = () => {
    const page = /** @type {Element} */ (document.scrollingElement);
    const faults = page.scrollWidth > innerWidth ? [`the page is ${page.scrollWidth} px wide`] : [];
    for (const { element, box } of pressable()) {
      if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${name(element)} reaches from ${box.left} to ${box.right}`);
    }
    for (const element of document.querySelectorAll("*")) {
      const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (scrolls && element !== page) faults.push(`${element.className || element.tagName} scrolls sideways`);
    }
    return faults;
  };

  const small = (/** @type {number} */ least) =>
    pressable()
      .filter(({ element }) => !(element.tagName === "A" && getComputedStyle(element).display === "inline"))
      .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
      .map(({ element, box }) => `${name(element)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);

  /**
   * @param {Element | null} hit
   * @param {HTMLElement} element
   */
  const belongs = (hit, element) => hit && (target(element).contains(hit) || hit.contains(element) && hit.tagName === "LABEL");

  /**
   * Whether a panel with a close button covers the element, as panels over the stage may.
   * @param {Element | null} hit
   * @param {Element} element
   */
  const isPanelOver = (hit, element) => {
    const panel = hit && hit.closest("section, aside, [role=region], [role=complementary]");
    return Boolean(panel && !panel.contains(element) && panel.querySelector("button") && !element.closest("[role=toolbar]"));
  };

  /** Points inside the four edges, and the centre. */
  const points = (/** @type {DOMRect} */ { left, right, top, bottom }) => {
    const x = Math.min(6, (right - left) / 4), y = Math.min(6, (bottom - top) / 4);
    const ends = [[left + x, (top + bottom) / 2], [right - x, (top + bottom) / 2]];
    return [...ends, [(left + right) / 2, (top + bottom) / 2], [(left + right) / 2, top + y], [(left + right) / 2, bottom - y]];
  };

  /** Controls that are covered, or outside the screen without a way to scroll to them. */
  const covered = () => {
    const faults = [];
    for (const { element } of pressable()) {
      if (scroller(element)) target(element).scrollIntoView({ block: "nearest", behavior: "instant" });
      const box = target(element).getBoundingClientRect();
      if (box.top < -0.5 || box.bottom > innerHeight + 0.5) {
        faults.push(`${name(element)} reaches from ${box.top} to ${box.bottom} of ${innerHeight}`);
        continue;
      }
      // A link may span several lines of text; only its first box belongs to it alone.
      for (const [x, y] of points(target(element).getClientRects()[0])) {
        const hit = document.elementFromPoint(x, y);
        if (!belongs(hit, element) && !isPanelOver(hit, element)) {
          faults.push(`${name(element)} is covered by ${hit ? hit.className || hit.tagName : "nothing"} at ${x}, ${y}`);
          break;
        }
      }
    }
    return faults;
  };

  const boxOf = (/** @type {Element} */ element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };

  const tiles = () => ({
    stage: boxOf(/** @type {Element} */ (document.querySelector("[aria-label=Stage]"))),
    tiles: [...document.querySelectorAll("[aria-label=Stage] [role=group]")].map(boxOf),
  });

  window.stagedoorReach = { sideways, small, covered, tiles };
})();
