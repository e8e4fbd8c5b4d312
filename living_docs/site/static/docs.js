// The pages are complete without this script; it adds search and filters to the rules, and plays scenarios.
"use strict";

/**
 * @typedef {(typeof FIELD_NAMES)[number]} Name  of a filter's field
 * @typedef {HTMLInputElement & HTMLSelectElement} Field
 * @typedef {HTMLFormElement & {elements: Record<Name, Field>}} Filters
 * @typedef {Record<Exclude<Name, "words">, string> & {words: string[]}} Wanted
 */

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(string | Node)} children
 */
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/**
 * Highlights these words in the visible text, in browsers with CSS highlights.
 * @param {string[]} words
 */
const highlight = (words) => {
  if (!CSS.highlights) return;
  const found = new Highlight();
  const texts = document.createTreeWalker(/** @type {Element} */ (document.querySelector(".specification")), NodeFilter.SHOW_TEXT);
  while (words.length && texts.nextNode()) {
    const node = /** @type {Text} */ (texts.currentNode);
    if (/** @type {Element} */ (node.parentElement).checkVisibility()) occurrences(node.data.toLowerCase(), words).forEach(([from, to]) => found.add(rangeOf(node, from, to)));
  }
  CSS.highlights.set("found", found);
};

/**
 * Each [from, to] at which one of the words occurs in the text.
 * @param {string} text
 * @param {string[]} words
 * @returns {[number, number][]}
 */
const occurrences = (text, words) => {
  /** @type {[number, number][]} */
  const found = [];
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) found.push([at, at + word.length]);
  }
  return found;
};

/**
 * @param {Text} node
 * @param {number} from
 * @param {number} to
 */
const rangeOf = (node, from, to) => {
  const range = new Range();
  // Some texts are longer in lower case.
  range.setStart(node, Math.min(from, node.length));
  range.setEnd(node, Math.min(to, node.length));
  return range;
};

const FIELD_NAMES = /** @type {const} */ (["words", "verdict", "device", "level", "feature"]);

/**
 * Search and filters: hide rules that do not match, and show the number of those that do.
 * @param {Filters} form
 */
const setUpFilters = (form) => {
  const rules = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".rule"))];
  const normalise = (/** @type {string} */ text) => text.replace(/["“”]/g, "").toLowerCase();
  const textOf = (/** @type {Element | null} */ element) => normalise(element?.textContent.replace(/\s+/g, " ") ?? "");
  const textAround = (/** @type {Element} */ rule) => [.../** @type {Element} */ (rule.closest(".feature")).children].filter((child) => !child.matches(".rule")).map(textOf).join(" ");
  const texts = new Map(rules.map((rule) => [rule, `${textOf(rule)} ${textAround(rule)}`]));
  const devices = [...form.elements.device.options].map((option) => option.value).filter(Boolean);
  const verdictOn = (/** @type {Element} */ rule, /** @type {string} */ device) => rule.getAttribute(`data-on-${device}`);

  /**
   * @param {HTMLElement} rule
   * @param {Wanted} wanted
   */
  const isMatch = (rule, { words, verdict, device, level, feature }) =>
    words.every((word) => /** @type {string} */ (texts.get(rule)).includes(word)) &&
    (!level || /** @type {string} */ (rule.dataset.levels).split(" ").includes(level)) &&
    (!feature || /** @type {HTMLElement} */ (rule.closest(".feature")).dataset.feature === feature) &&
    (!device || verdictOn(rule, device) !== "not-tested" || verdict === "not-tested") &&
    (!verdict || (device ? [device] : devices.length ? devices : ["any"]).some((each) => verdictOn(rule, each) === verdict));

  const apply = () => {
    const value = (/** @type {Name} */ name) => form.elements[name].value;
    const wanted = {
      words: normalise(value("words")).split(/\s+/).filter(Boolean),
      verdict: value("verdict"), device: value("device"), level: value("level"), feature: value("feature"),
    };
    let shown = 0;
    for (const rule of rules) {
      rule.hidden = !isMatch(rule, wanted);
      shown += rule.hidden ? 0 : 1;
    }
    const any = Object.values(wanted).some((filter) => filter.length);
    for (const feature of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".feature"))) {
      feature.hidden = any && !feature.querySelector(".rule:not([hidden])");
      const link = document.querySelector(`.contents a[href="#${feature.id}"]`);
      if (link) /** @type {HTMLElement} */ (link.parentElement).hidden = feature.hidden;
    }
    const sections = `${rules.length} ${rules.length === 1 ? "section" : "sections"}`;
    /** @type {HTMLElement} */ (document.getElementById("found")).textContent = any ? `${shown} of ${sections}` : sections;
    /** @type {HTMLElement} */ (document.getElementById("nothing")).hidden = shown > 0;
    const chosen = FIELD_NAMES.slice(1).filter((name) => value(name)).length;
    /** @type {HTMLElement} */ (document.getElementById("chosen")).textContent = chosen ? `: ${chosen} chosen` : "";
    highlight(wanted.words);
  };

  /** Put the filters into the URL, so that a view can be linked; each choice is an entry of the history. */
  const updateUrl = (/** @type {boolean} */ isNewEntry) => {
    const parameters = new URLSearchParams(FIELD_NAMES.map((name) => [name, form.elements[name].value]).filter(([, value]) => value));
    const url = `${location.pathname}${parameters.size ? `?${parameters}` : ""}${location.hash}`;
    try {
      history[isNewEntry ? "pushState" : "replaceState"](null, "", url);
    } catch {
      // Some browsers reject this for local files, or too many calls a minute; the view is still right.
    }
  };
  const readUrl = () => {
    const parameters = new URLSearchParams(location.search);
    for (const name of FIELD_NAMES) {
      const field = form.elements[name];
      field.value = parameters.get(name) ?? "";
      if (field.selectedIndex < 0) field.value = "";  // the URL of another run may name a value that this run lacks
    }
    apply();
    showTarget();
  };
  const clear = () => {
    for (const name of FIELD_NAMES) form.elements[name].value = "";
    apply();
  };
  /** Show the rule that a link leads to, even where the filters hide it. */
  const showTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
    clear();
    updateUrl(false);
    target.scrollIntoView();
  };

  form.hidden = false;
  let typing = false;
  form.addEventListener("input", (event) => {
    apply();
    const typed = /** @type {HTMLInputElement} */ (event.target).name === "words";
    updateUrl(!(typed && typing));
    typing = typed;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    updateUrl(true);
    typing = false;
  });
  window.addEventListener("hashchange", showTarget);
  window.addEventListener("popstate", () => { typing = false; readUrl(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /** @type {Element} */ (event.target).closest("input, select, textarea")) return;
    event.preventDefault();
    form.elements.words.focus();
    form.elements.words.select();
    form.elements.words.scrollIntoView({ block: "center" });
  });
  setUpFolding(/** @type {HTMLDetailsElement} */ (form.querySelector(".narrower")));
  readUrl();
};

/** Fold the filters on a phone, where they would fill the screen. */
const setUpFolding = (/** @type {HTMLDetailsElement} */ details) => {
  const wide = matchMedia("(min-width: 56rem)");
  const fold = () => { details.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
};

/** Marks the feature in view in the table of contents. */
const highlightCurrentFeature = (/** @type {Element} */ contents) => {
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) links.get(entry.target.id)?.classList.toggle("here", entry.isIntersecting);
  }, { rootMargin: "-30% 0px -60% 0px" });
  document.querySelectorAll(".feature").forEach((feature) => watcher.observe(feature));
};

const STEP_PACE = 1600;  // ms for each step while the film plays

/** Plays a scenario as a film: everyone's screens after each step, with the changed ones marked. */
class Film {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.steps = [...root.querySelectorAll(".step")];
    this.shots = this.steps.map((step) => [.../** @type {NodeListOf<HTMLElement>} */ (step.querySelectorAll(".screen"))]);
    this.moments = this.shots.flatMap(momentsOf);
    this.index = 0;
    /** @type {ReturnType<typeof setInterval> | null} */
    this.timer = null;
    this.build();
    this.listen();
    this.show(this.initialMoment());
  }

  /** The end of the failed step; without one, the first moment with a picture. */
  initialMoment() {
    const broken = this.steps.findIndex((step) => step.matches(".failed, .not-reached, .unknown, .undefined, .ambiguous, .pending"));
    const seen = this.moments.findIndex(({ step }) => this.shots[step].length);
    return Math.max(0, broken >= 0 ? this.moments.findLastIndex(({ step }) => step === broken) : seen);
  }

  build() {
    /** @type {HTMLElement} */
    this.stage = make("div", { class: "stage" });
    /** @type {HTMLElement} */
    this.now = make("p", { class: "now", "aria-live": "polite" });
    /** @type {HTMLElement} */
    this.counter = make("span", { class: "counter" });
    /** @type {HTMLElement} */
    this.bar = make("span");
    /**
     * @param {string} text
     * @param {string} label
     * @param {() => void} action
     * @param {string} [kind]
     */
    const button = (text, label, action, kind = "") => {
      const element = make("button", { type: "button", "aria-label": label, class: kind }, text);
      element.addEventListener("click", action);
      return element;
    };
    /** @type {HTMLElement} */
    this.play = button("Play", "Play the film", () => this.toggle(), "play");
    const controls = make("div", { class: "controls", role: "group", "aria-label": "Film" },
      button("‹‹", "First step", () => this.go(0)), button("‹", "Step before", () => this.go(this.index - 1)), this.play,
      button("›", "Next step", () => this.go(this.index + 1)), button("››", "Last step", () => this.go(this.moments.length - 1)),
      this.counter);
    const hint = make("p", { class: "hint" });
    hint.innerHTML = "<kbd>←</kbd> <kbd>→</kbd> step by step, <kbd>Space</kbd> play and pause, <kbd>Home</kbd> <kbd>End</kbd> first and last";
    /** @type {HTMLElement} */
    this.player = make("div", { class: "player" }, this.now, this.stage, make("div", { class: "progress", "aria-hidden": "true" }, this.bar), controls, hint);
    this.root.append(this.player);
    this.root.classList.add("plays");
  }

  listen() {
    this.steps.forEach((step, index) => {
      const line = /** @type {Element} */ (step.querySelector(".line"));
      const press = make("button", { type: "button", class: "line" }, ...line.childNodes);
      press.addEventListener("click", () => this.go(this.moments.findIndex(({ step: position }) => position === index)));
      line.replaceWith(press);
    });
    document.addEventListener("keydown", (event) => this.key(/** @type {KeyboardEvent & {target: Element}} */ (event)));
  }

  /** @param {KeyboardEvent & {target: Element}} event */
  key(event) {
    if (this.root.closest("[hidden]") || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: this.index - 1, ArrowRight: this.index + 1, Home: 0, End: this.moments.length - 1 };
    if (event.key in moves) this.go(moves[event.key]);
    else if (event.key === " " && !event.target.closest("button, summary, a")) this.toggle();
    else return;
    event.preventDefault();
  }

  toggle() {
    if (this.timer) return this.pause();
    if (this.index === this.moments.length - 1) this.show(0);
    this.timer = setInterval(() => (this.index < this.moments.length - 1 ? this.show(this.index + 1) : this.pause()), STEP_PACE);
    this.play.textContent = "Pause";
    this.play.setAttribute("aria-label", "Pause the film");
    return undefined;
  }

  pause() {
    clearInterval(/** @type {number} */ (this.timer));
    this.timer = null;
    this.play.textContent = "Play";
    this.play.setAttribute("aria-label", "Play the film");
  }

  /** @param {number} index */
  go(index) {
    this.pause();
    this.show(index);
  }

  /** @param {number} index */
  show(index) {
    this.index = Math.min(Math.max(index, 0), this.moments.length - 1);
    const { step, number, count } = this.moments[this.index];
    this.steps.forEach((each, position) => {
      if (position === step) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    });
    this.stage.replaceChildren(...this.screens());
    this.now.textContent = /** @type {Element} */ (this.steps[step].querySelector(".step-text")).textContent.replace(/\s+/g, " ").trim();
    this.counter.textContent = `${step + 1} of ${this.steps.length}${count > 1 ? `, picture ${number} of ${count}` : ""}`;
    this.bar.style.width = `${((this.index + 1) / this.moments.length) * 100}%`;
  }

  /** Everyone's latest picture at this moment, in order of arrival. */
  screens() {
    const latest = new Map();
    this.moments.slice(0, this.index + 1).forEach(({ shots }, position) => {
      for (const shot of shots) latest.set(personOf(shot), { shot, fresh: position === this.index });
    });
    const screens = [...latest.values()].map(({ shot, fresh }) => {
      const copy = /** @type {Element} */ (shot.cloneNode(true));
      const image = /** @type {HTMLImageElement} */ (copy.querySelector("img"));
      copy.classList.toggle("new", fresh);
      image.loading = "eager";
      /** @type {Element} */ (copy.querySelector(".frame")).replaceWith(make("a", { class: "frame", href: image.src }, image));
      return copy;
    });
    return screens.length ? screens : [make("p", { class: "empty" }, "No one has entered yet.")];
  }
}

const personOf = (/** @type {Element} */ shot) => /** @type {Element} */ (shot.querySelector("figcaption")).textContent;

/**
 * A step's pictures as successive moments: what opens and closes within a step has a moment of its own.
 * @param {HTMLElement[]} shots
 * @param {number} step
 */
const momentsOf = (shots, step) => {
  const rows = new Map();
  for (const shot of shots) rows.set(personOf(shot), [...(rows.get(personOf(shot)) ?? []), shot]);
  const count = Math.max(1, ...[...rows.values()].map((row) => row.length));
  // People with fewer pictures have theirs last: the earlier ones show what others opened.
  const shotAt = (/** @type {HTMLElement[]} */ row, /** @type {number} */ number) => row[number - 1 - (count - row.length)];
  return Array.from({ length: count }, (_, position) => position + 1).map((number) => ({
    step, number, count, shots: [...rows.values()].map((row) => shotAt(row, number)).filter(Boolean),
  }));
};

const BAD = ".failed, .inconsistent, .not-reached, .unexpectedly-passed";

/**
 * Switches between several runs of a scenario, or attempts at a run.
 * @param {HTMLElement[]} runs
 * @param {string} label
 */
const addSwitch = (runs, label) => {
  const buttons = runs.map((run) => {
    const verdict = /** @type {Element} */ (run.querySelector(".outcome .verdict"));
    const sign = make("span", { class: verdict.className.replace("verdict", "sign") }, /** @type {Element} */ (verdict.querySelector("svg")).cloneNode(true));
    return make("button", { type: "button", title: verdict.textContent.trim() }, sign, /** @type {string} */ (run.dataset.label));
  });
  const choose = (/** @type {number | undefined} */ chosen) => runs.forEach((run, position) => {
    run.hidden = position !== chosen;
    buttons[position].setAttribute("aria-pressed", String(position === chosen));
  });
  buttons.forEach((button, position) => button.addEventListener("click", () => {
    choose(position);
    history.replaceState(null, "", `#${runs[position].id}`);
  }));
  runs.forEach((run) => run.classList.add("switched"));
  runs[0].before(make("div", { class: "switch", role: "group", "aria-label": label }, ...buttons));
  const worst = runs.findIndex((run) => /** @type {Element} */ (run.querySelector(".outcome .verdict")).matches(BAD));
  const target = document.getElementById(location.hash.slice(1));
  const linked = runs.findIndex((run) => run.contains(target));
  // Portrait pictures are the legible ones on a phone.
  const upright = matchMedia("(max-width: 40rem)").matches ? runs.findIndex((run) => run.querySelector(".upright")) : 0;
  choose([linked, worst, upright, 0].find((position) => position >= 0));
};

const form = /** @type {Filters | null} */ (document.getElementById("filters"));
if (form) setUpFilters(form);
const contents = document.querySelector(".contents");
if (contents) highlightCurrentFeature(contents);
/** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-film]")).forEach((root) => new Film(root));
const runs = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section.run"))];
for (const run of runs) {
  const attempts = [.../** @type {NodeListOf<HTMLElement>} */ (run.querySelectorAll("section.attempt"))];
  if (attempts.length > 1) addSwitch(attempts, "Attempts");
}
if (runs.length > 1) addSwitch(runs, "Attendees on");
