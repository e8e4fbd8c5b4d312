// Detects whether what a person sees has changed, and when it has settled; independent of the page's room.
(() => {
  /**
   * @typedef {HTMLElement & {value?: string, checked?: boolean, disabled?: boolean}} Control
   * @typedef {CSSRule & {cssRules?: CSSRuleList, styleSheet?: CSSStyleSheet | null}} Rule
   * @typedef {HTMLInputElement & HTMLImageElement & HTMLVideoElement & HTMLSelectElement} AnyElement  which of their properties exist depends on the tag
   * @typedef {{state: string, text: string, opaque: boolean, named: string[], ids: string[]}} Styles
   */

  if (window.livingDocsScreen) return;
  let changedAt = performance.now();
  let isReported = false;
  // A change is reported once, and again only after the recorder has read the view.
  const reportChange = () => {
    changedAt = performance.now();
    if (isReported || !window.livingDocsChanged) return;
    isReported = true;
    window.livingDocsChanged("");
  };
  const observer = new MutationObserver(reportChange);
  const EVENTS = ["input", "change", "focusin", "scroll", "playing", "resize", "emptied", "toggle"];
  /** @type {WeakSet<Document | ShadowRoot>} */
  const watched = new WeakSet();
  /** Observe a document, or a shadow tree, which an observer of the document does not see. */
  const watch = (/** @type {Document | ShadowRoot} */ root) => {
    if (watched.has(root)) return;
    watched.add(root);
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    for (const event of EVENTS) root.addEventListener(event, reportChange, { capture: true, passive: true });
  };
  watch(document);

  const CONTROLS = "button,input,select,textarea,dialog,video,img,[role],[aria-pressed],[aria-expanded],[aria-checked]";
  const STATE_ATTRIBUTES = ["aria-pressed", "aria-expanded", "aria-checked", "aria-selected", "aria-disabled", "hidden", "open"];

  const videoState = (/** @type {HTMLVideoElement} */ element) => `${element.videoWidth > 0 && !element.paused}`;
  const controlState = (/** @type {Control} */ element) => {
    if (!element.checkVisibility()) return "";
    const box = element.getBoundingClientRect();
    const place = [box.x, box.y, box.width, box.height].map((length) => Math.round(length / 8)).join();
    const states = STATE_ATTRIBUTES.map((name) => element.getAttribute(name)).join();
    const content = element.tagName === "VIDEO" ? videoState(/** @type {HTMLVideoElement} */ (/** @type {unknown} */ (element))) : `${element.value ?? ""}${element.checked ?? ""}`;
    return `${element.tagName},${place},${states},${content},${element.disabled ?? ""}`;
  };

  const hash = (/** @type {string} */ text) => {
    let [first, second] = [0x9dc5, 0x1b3];
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      first = Math.imul(first ^ code, 0x85ebca6b);
      second = Math.imul(second ^ code, 0xc2b2ae35) + first | 0;
      first = first << 13 | first >>> 19;
    }
    return [first, second, text.length].map((number) => (number >>> 0).toString(16)).join("-");
  };

  /** A hash of text and controls; it includes that there is a video, but not the video's picture. */
  const contentHash = () => {
    const controls = [.../** @type {NodeListOf<Control>} */ (document.querySelectorAll(CONTROLS))].map(controlState).join(";");
    return hash(`${document.body?.innerText}|${controls}`);
  };

  // Everything that affects the look of the page; it identifies an earlier picture of the same screen.

  const UNDRAWN_ELEMENTS = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "LINK", "META", "TITLE"]);
  /** Elements whose picture depends on more than text and attributes. */
  const OPAQUE_ELEMENTS = new Set(["CANVAS", "OBJECT", "EMBED", "MARQUEE", "AUDIO", "animate", "animateMotion", "animateTransform", "set"]);
  /** Attributes that affect the picture only where a style sheet selects them by name. */
  const INVISIBLE_ATTRIBUTES = /^(id|for|name|href|action|target|rel|list|form|formaction|popovertarget|commandfor|datetime|content|nonce|title|data-.*|aria-.*)$/;
  const PSEUDO_CLASSES = [
    "hover", "active", "checked", "focus", "focus-visible", "target", "modal", "popover-open", "fullscreen", "user-invalid",
    "user-valid", "autofill", "indeterminate", "invalid",
  ];
  const MEDIA_QUERIES = ["(prefers-color-scheme: dark)", "(prefers-reduced-motion)", "(prefers-contrast: more)", "(forced-colors: active)",
    "(prefers-reduced-transparency: reduce)", "(hover)", "(pointer: coarse)", "print"];

  // A page that edits a rule in place changes its picture without a trace in the document.
  let wasEdited = false;
  const style = /** @type {{get: () => unknown}} */ (Object.getOwnPropertyDescriptor(CSSStyleRule.prototype, "style"));
  Object.defineProperty(CSSStyleRule.prototype, "style", {
    ...style,
    get() {
      wasEdited = true;
      return style.get.call(this);
    },
  });

  const rulesOf = (/** @type {CSSStyleSheet} */ sheet) => {
    try {
      return [...sheet.cssRules];
    } catch {
      return [];  // of another origin: no script can read or change it
    }
  };
  /**
   * @param {Rule[]} rules
   * @returns {number}
   */
  const countRules = (rules) => rules.reduce((sum, rule) => sum + 1 + (rule.cssRules ? countRules([...rule.cssRules]) : 0), 0);
  /**
   * @param {string} text
   * @param {RegExp} pattern
   */
  const namesIn = (text, pattern) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]))];
  /** @type {WeakMap<CSSStyleSheet, Styles>} */
  const cachedStyles = new WeakMap();
  /**
   * The text of a style sheet, cached, since the browser takes milliseconds to write it.
   * @param {CSSStyleSheet} sheet
   * @returns {Styles}
   */
  const stylesOf = (sheet) => {
    const rules = rulesOf(sheet);
    const state = `${countRules(rules)} ${sheet.href} ${sheet.media.mediaText}`;
    if (cachedStyles.get(sheet)?.state !== state) {
      const text = rules.map((rule) => rule.cssText).join("\n");
      cachedStyles.set(sheet, { state, text: hash(text), opaque: text.includes("blob:"),
        named: namesIn(text, /(?:\[|attr\(\s*)([\w-]+)/g), ids: namesIn(text, /#([\w-]+)/g) });
    }
    return /** @type {Styles} */ (cachedStyles.get(sheet));
  };
  /**
   * The style sheets in force and those that they import.
   * @param {CSSStyleSheet} sheet
   * @returns {CSSStyleSheet[]}
   */
  const withImports = (sheet) => sheet.disabled ? [] :
    [sheet, .../** @type {Rule[]} */ (rulesOf(sheet)).flatMap((rule) => rule.styleSheet ? withImports(rule.styleSheet) : [])];

  /** Everything that a document or shadow tree is drawn from; `isReproducible` is false if its picture also depends on anything else. */
  class Appearance {
    constructor() {
      this.isReproducible = document.readyState === "complete" && !wasEdited && !window.CSS.highlights?.size;
      /** @type {unknown[]} */
      this.parts = [innerWidth, innerHeight, devicePixelRatio, document.hasFocus(), ...MEDIA_QUERIES.map((query) => matchMedia(query).matches)];
      const { scale, offsetLeft, offsetTop } = /** @type {VisualViewport} */ (visualViewport);
      this.parts.push(scale, offsetLeft, offsetTop, [...document.fonts].map((font) => font.status).join());
      const { anchorNode, anchorOffset, focusNode, focusOffset, type } = getSelection() ?? {};
      this.selected = type === "None" ? [] : [[anchorNode, anchorOffset], [focusNode, focusOffset]];
      /** @type {Set<string>} attributes that a style sheet names */
      this.namedAttributes = new Set();
      /** @type {Set<string>} ids that a style sheet names */
      this.namedIds = new Set();
      /** @type {Map<Element, string>} the pseudo-classes of an element */
      this.pseudoClasses = new Map();
      this.addRoot(document, document.documentElement);
    }

    /**
     * @param {Document | ShadowRoot} root
     * @param {...Node} children
     */
    addRoot(root, ...children) {
      watch(root);
      if (root.getAnimations().length) this.isReproducible = false;
      const sheets = [...root.styleSheets, ...root.adoptedStyleSheets].flatMap(withImports).map(stylesOf);
      if (sheets.some((sheet) => sheet.opaque)) this.isReproducible = false;
      /** @type {[Set<string>, Set<string>, Map<Element, string>]} */
      const before = [this.namedAttributes, this.namedIds, this.pseudoClasses];
      this.namedAttributes = new Set(sheets.flatMap((sheet) => sheet.named));
      this.namedIds = new Set(sheets.flatMap((sheet) => sheet.ids));
      for (const { state, text } of sheets) this.parts.push(state, text);
      this.pseudoClasses = new Map();
      for (const pseudo of PSEUDO_CLASSES) {
        for (const element of root.querySelectorAll(`:${pseudo}`)) this.pseudoClasses.set(element, `${this.pseudoClasses.get(element) ?? ""}:${pseudo}`);
      }
      // There is no way to find out which of several modal elements is on top.
      if (root.querySelectorAll(":modal, :popover-open").length > 1) this.isReproducible = false;
      for (const child of children.length ? children : root.childNodes) this.addNode(child, true);
      [this.namedAttributes, this.namedIds, this.pseudoClasses] = before;
    }

    /**
     * @param {Node} node
     * @param {boolean} visible
     */
    addNode(node, visible) {
      for (const [selected, offset] of this.selected) if (selected === node) this.parts.push("|", offset);
      if (node.nodeType === Node.TEXT_NODE) this.parts.push(visible ? /** @type {Text} */ (node).data : Boolean(/** @type {Text} */ (node).data));
      else if (node.nodeType === Node.ELEMENT_NODE && !UNDRAWN_ELEMENTS.has(/** @type {Element} */ (node).tagName)) {
        this.addElement(/** @type {Element} */ (node), visible && /** @type {Element} */ (node).checkVisibility());
      }
    }

    /**
     * @param {Element} element
     * @param {boolean} visible
     */
    addElement(element, visible) {
      this.parts.push("<", element.tagName, this.pseudoClasses.get(element));
      for (const { name, value } of element.attributes) this.addAttribute(element, name, value, visible);
      if (visible) this.addContent(/** @type {AnyElement} */ (element));
      if (element.scrollTop || element.scrollLeft) this.parts.push("scrolled", element.scrollTop, element.scrollLeft);
      // A component may have a closed shadow tree.
      if (element.shadowRoot) this.addRoot(element.shadowRoot);
      else if (visible && element.localName.includes("-") && element instanceof HTMLElement) this.isReproducible = false;
      for (const child of element.childNodes) this.addNode(child, visible);
      this.parts.push(">");
    }

    /**
     * @param {Element} element
     * @param {string} name
     * @param {string} value
     * @param {boolean} visible
     */
    addAttribute(element, name, value, visible) {
      const isInvisible = !(element instanceof SVGElement) && INVISIBLE_ATTRIBUTES.test(name) || name === "value" && !visible;
      if (isInvisible && !this.namedAttributes.has(name) && !(name === "id" && this.namedIds.has(value))) {
        if (name === "href") this.parts.push(name);
      } else {
        this.parts.push(name, value);
      }
    }

    /**
     * What an element shows beyond its text and attributes.
     * @param {AnyElement} element
     */
    addContent(element) {
      const { tagName } = element;
      if (OPAQUE_ELEMENTS.has(tagName) || (tagName === "VIDEO" && element.readyState > 1)) this.isReproducible = false;
      if (tagName === "IMG") {
        this.parts.push(element.currentSrc, element.complete, element.naturalWidth);
        if (/\.gif|image\/gif|apng/.test(element.currentSrc)) this.isReproducible = false;
      }
      if (tagName === "INPUT" || tagName === "TEXTAREA") this.addField(element);
      if (tagName === "SELECT") this.parts.push(...[...element.options].map((option) => option.selected));
      if (tagName === "PROGRESS" || tagName === "METER") this.parts.push(element.value);
    }

    /** @param {HTMLInputElement} element */
    addField(element) {
      this.parts.push(element.value, element.checked);
      if (element === /** @type {Document | ShadowRoot} */ (element.getRootNode()).activeElement) this.parts.push(element.selectionStart, element.selectionEnd);
    }

    /** A hash of all parts; "" where the picture may differ for other reasons. */
    get hash() {
      const text = this.isReproducible ? this.parts.join("\0") : "";
      return !this.isReproducible || text.includes("blob:") ? "" : hash(text);
    }
  }

  const isWaiting = (/** @type {HTMLVideoElement} */ element) => /** @type {MediaStream | null} */ (element.srcObject)?.getVideoTracks().some((track) => track.enabled && !track.muted &&
    track.readyState === "live") && element.readyState < 2;
  const isMoving = () => document.getAnimations().some((animation) => animation.playState === "running" &&
    Number.isFinite(animation.effect?.getComputedTiming().endTime));
  const isSettled = (/** @type {number} */ quiet) => performance.now() - changedAt >= quiet && !isMoving() &&
    ![...document.querySelectorAll("video")].some(isWaiting);

  /** A hash of what the page is drawn from; "" where that fails, as on a page that has replaced browser functions. */
  const appearanceHash = () => {
    try {
      return new Appearance().hash;
    } catch {
      return "";
    }
  };

  window.livingDocsScreen = {
    /**
     * The view once nothing has changed for `quiet` ms, or after `patience` ms; null without a change since `since`.
     * @param {number | null} since
     * @param {number} quiet
     * @param {number} patience
     */
    async settle(since, quiet, patience) {
      if (since !== null && changedAt <= since) return null;
      isReported = false;
      const end = performance.now() + patience;
      while (!isSettled(quiet) && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(8, quiet - (performance.now() - changedAt))));
      }
      return { changed_at: changedAt, content: contentHash(), appearance: appearanceHash() };
    },
  };
})();
