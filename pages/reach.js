// Measurements of the current screen, independent of the room: positions, sizes, and elements that cover others.
(() => {
  if (window.stagedoorReach) return;
  const PRESSABLE = "button, a[href], input, select, textarea, [role=button], [role=menuitem], [role=tab]";
  const describe = (/** @type {HTMLElement & {name?: string}} */ element) =>
    element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40) || element.name || element.tagName;

  /** The element on top that receives all presses, if there is one: an open popover or dialog. */
  const topElement = () => document.querySelector(":popover-open") ?? [...document.querySelectorAll("dialog[open]")].pop();
  const isShown = (/** @type {Element} */ element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.matches(".sr-only, .sr-only *");

  /** The target of a press: for a field within a label, the whole label. */
  const pressTarget = (/** @type {HTMLElement} */ element) => element.closest("label") ?? element;

  const pressableElements = () => {
    const within = topElement() ?? document;
    const elements = [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(PRESSABLE))].filter(isShown);
    return elements.map((element) => ({ element, box: pressTarget(element).getBoundingClientRect() }));
  };

  /** The scrolling container around an element; null if there is none. */
  const scrollContainerOf = (/** @type {Element} */ element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(parent).overflowY) && parent.scrollHeight > parent.clientHeight) return parent;
    }
    const page = /** @type {Element} */ (document.scrollingElement);
    return page.scrollHeight > page.clientHeight && getComputedStyle(document.body).overflowY !== "hidden" ? page : null;
  };

  const findSidewaysFaults = () => {
    const page = /** @type {Element} */ (document.scrollingElement);
    const faults = page.scrollWidth > innerWidth ? [`the page is ${page.scrollWidth} px wide`] : [];
    for (const { element, box } of pressableElements()) {
      if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${describe(element)} reaches from ${box.left} to ${box.right}`);
    }
    for (const element of document.querySelectorAll("*")) {
      const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (scrolls && element !== page) faults.push(`${element.className || element.tagName} scrolls sideways`);
    }
    return faults;
  };

  const findSmall = (/** @type {number} */ minimum) =>
    pressableElements()
      .filter(({ element }) => !(element.tagName === "A" && getComputedStyle(element).display === "inline"))
      .filter(({ box }) => box.width < minimum - 0.5 || box.height < minimum - 0.5)
      .map(({ element, box }) => `${describe(element)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);

  /**
   * @param {Element | null} hit
   * @param {HTMLElement} element
   */
  const isPartOf = (hit, element) => hit && (pressTarget(element).contains(hit) || hit.contains(element) && hit.tagName === "LABEL");

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
  const pointsIn = (/** @type {DOMRect} */ { left, right, top, bottom }) => {
    const x = Math.min(6, (right - left) / 4), y = Math.min(6, (bottom - top) / 4);
    const ends = [[left + x, (top + bottom) / 2], [right - x, (top + bottom) / 2]];
    return [...ends, [(left + right) / 2, (top + bottom) / 2], [(left + right) / 2, top + y], [(left + right) / 2, bottom - y]];
  };

  /** Controls that are covered, or outside the screen without a way to scroll to them. */
  const findCovered = () => {
    const faults = [];
    for (const { element } of pressableElements()) {
      if (scrollContainerOf(element)) pressTarget(element).scrollIntoView({ block: "nearest", behavior: "instant" });
      const box = pressTarget(element).getBoundingClientRect();
      if (box.top < -0.5 || box.bottom > innerHeight + 0.5) {
        faults.push(`${describe(element)} reaches from ${box.top} to ${box.bottom} of ${innerHeight}`);
        continue;
      }
      // A link may span several lines of text; only its first box belongs to it alone.
      for (const [x, y] of pointsIn(pressTarget(element).getClientRects()[0])) {
        const hit = document.elementFromPoint(x, y);
        if (!isPartOf(hit, element) && !isPanelOver(hit, element)) {
          faults.push(`${describe(element)} is covered by ${hit ? hit.className || hit.tagName : "nothing"} at ${x}, ${y}`);
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

  const measureTiles = () => ({
    stage: boxOf(/** @type {Element} */ (document.querySelector("[aria-label=Stage]"))),
    tiles: [...document.querySelectorAll("[aria-label=Stage] [role=group]")].map(boxOf),
  });

  window.stagedoorReach = { findSidewaysFaults, findSmall, findCovered, measureTiles };
})();
