// How texts stand before the eyes of a reader, letter by letter, whatever the order in which they are written down.
//
// Given names that run from right to left, or try to turn what is around them: tells what stands beside such a name,
// and which words beside it are not where they would be with any other name.
(names) => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest(".sr-only");
  const blockOf = (element) => (/^(inline|contents)$/.test(getComputedStyle(element).display) ? blockOf(element.parentElement) : element);

  /** The places in a text at which one of the names stands. */
  const named = (text) => {
    const places = new Set();
    for (const name of names) {
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        for (let place = at; place < at + name.length; place += 1) places.add(place);
      }
    }
    return places;
  };

  const lettersOf = (node) => {
    const inName = named(node.data);
    return [...node.data].map((letter, place) => {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { letter, left, right, top, bottom, ofName: inName.has(place) };
    });
  };

  /** By the block in whose lines they stand. */
  const texts = () => {
    const blocks = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!shown(node.parentElement)) continue;
      const block = blockOf(node.parentElement);
      const letters = lettersOf(node).filter(({ letter, left, right }) => letter.trim() && right > left);
      blocks.set(block, [...(blocks.get(block) ?? []), ...letters]);
    }
    return [...blocks.values()].filter((letters) => letters.some(({ ofName }) => ofName));
  };

  const sameLine = (one, other) => one.top < other.bottom - 2 && other.top < one.bottom - 2;
  const middle = ({ left, right }) => (left + right) / 2;
  const words = (letters) => letters.map(({ letter }) => letter).join("");

  /** Written before it and shown behind it, or the other way round. */
  const isAstray = (letters, one, other) => letters.indexOf(one) < letters.indexOf(other) !== middle(one) < middle(other);

  const faultsOf = (letters) => {
    const around = letters.filter(({ ofName }) => !ofName);
    const turned = around.filter((one, n) => n > 0 && sameLine(around[n - 1], one) && one.left < around[n - 1].left - 0.5);
    const astray = around.filter((one) => letters.some((other) => other.ofName && sameLine(one, other) && isAstray(letters, one, other)));
    return turned.length + astray.length > 0 ? [words(letters)] : [];
  };

  const found = texts();
  const beside = found.filter((letters) => letters.some(({ ofName }) => !ofName)).map((letters) => words(letters.filter(({ ofName }) => !ofName)));
  return { beside, faults: found.flatMap(faultsOf) };
};
