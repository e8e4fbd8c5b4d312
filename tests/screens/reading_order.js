// The order in which a reader sees the letters of texts, which may differ from the order of their characters.
//
// Given a name that runs from right to left, or contains characters that reverse the text around it: returns the words
// beside the name, and the texts in which words beside it, or its own letters, are shown in another order than usual.
(name) => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest(".sr-only");
  const blockOf = (element) => (/^(inline|contents)$/.test(getComputedStyle(element).display) ? blockOf(element.parentElement) : element);
  const shows = ({ letter, left, right }) => letter.trim() && right > left;
  const sameLine = (one, other) => one.top < other.bottom - 2 && other.top < one.bottom - 2;
  const middle = ({ left, right }) => (left + right) / 2;
  const words = (letters) => letters.map(({ letter }) => letter).join("");

  /** The visible letters of a text, each with its place in the name; -1: the letter is not part of the name. */
  const lettersOf = (node) => {
    const text = node.data;
    const placeInName = (at) => {
      for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + 1)) {
        if (at >= from && at < from + name.length) return at - from;
      }
      return -1;
    };
    const letters = text.split("").map((letter, at) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { letter, left, right, top, bottom, place: placeInName(at) };
    });
    return letters.filter(shows);
  };

  /** The letters of each block that contains the name. */
  const texts = () => {
    const blocks = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!shown(node.parentElement)) continue;
      const block = blockOf(node.parentElement);
      blocks.set(block, [...(blocks.get(block) ?? []), ...lettersOf(node)]);
    }
    return [...blocks.values()].filter((letters) => letters.some(({ place }) => place >= 0));
  };

  const around = (letters) => letters.filter(({ place }) => place < 0);
  const ofName = (letters) => letters.filter(({ place }) => place >= 0);

  /** The letters of the name from left to right, in the order of its characters. */
  const asRead = (letters) => ofName(letters).sort((one, other) => one.left - other.left).map(({ place }) => place).join(" ");

  /** The order of the name's letters with nothing beside it. */
  const alone = () => {
    const bdi = document.body.appendChild(document.createElement("bdi"));
    bdi.textContent = name;
    const order = asRead(lettersOf(bdi.firstChild));
    bdi.remove();
    return order;
  };

  /** Whether the name's letters have this order; also true if the name appears several times or is wrapped. */
  const isAsAlone = (letters, order) => {
    const its = ofName(letters);
    const once = its.length === new Set(its.map(({ place }) => place)).size;
    return !once || its.some((one) => !sameLine(one, its[0])) || asRead(letters) === order;
  };

  /** Whether one letter precedes the other in the text and follows it on the screen, or the reverse. */
  const isAstray = (letters, one, other) => letters.indexOf(one) < letters.indexOf(other) !== middle(one) < middle(other);

  const isInOrder = (letters) => {
    const beside = around(letters);
    const turned = beside.some((one, n) => n > 0 && sameLine(beside[n - 1], one) && one.left < beside[n - 1].left - 0.5);
    const astray = beside.some((one) => ofName(letters).some((other) => sameLine(one, other) && isAstray(letters, one, other)));
    return !turned && !astray;
  };

  const order = alone();
  const found = texts();
  return {
    beside: found.map(around).filter((letters) => letters.length > 0).map(words),
    faults: found.filter((letters) => !isInOrder(letters) || !isAsAlone(letters, order)).map(words),
  };
};
