// Compares the order of letters on the screen with their order in the text, in each text that contains a name.
//
// `name`: a name that runs from right to left, or contains characters that reverse the text around it. Returns `beside`,
// the texts without the name, and `faults`, the texts in which the letters beside the name, or those of the name, are
// out of order; both without spaces.
(name) => {
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest(".sr-only");
  const blockOf = (element) => (/^(inline|contents)$/.test(getComputedStyle(element).display) ? blockOf(element.parentElement) : element);
  const hasWidth = ({ letter, left, right }) => letter.trim() && right > left;
  const areOnSameLine = (first, other) => first.top < other.bottom - 2 && other.top < first.bottom - 2;
  const middleOf = ({ left, right }) => (left + right) / 2;
  const joinLetters = (letters) => letters.map(({ letter }) => letter).join("");

  /** The visible letters of a text node, each with its index in the name, or -1 if it is not part of the name. */
  const lettersOf = (node) => {
    const text = node.data;
    const indexInName = (index) => {
      for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + 1)) {
        if (index >= from && index < from + name.length) return index - from;
      }
      return -1;
    };
    const letters = text.split("").map((letter, index) => {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { letter, left, right, top, bottom, indexInName: indexInName(index) };
    });
    return letters.filter(hasWidth);
  };

  /** The letters of each block that contains the name. */
  const findTexts = () => {
    const blocks = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!isVisible(node.parentElement)) continue;
      const block = blockOf(node.parentElement);
      blocks.set(block, [...(blocks.get(block) ?? []), ...lettersOf(node)]);
    }
    return [...blocks.values()].filter((letters) => letters.some(({ indexInName }) => indexInName >= 0));
  };

  const lettersBesideName = (letters) => letters.filter(({ indexInName }) => indexInName < 0);
  const lettersOfName = (letters) => letters.filter(({ indexInName }) => indexInName >= 0);

  /** The letters of the name from left to right, given as their indexes in the name. */
  const visualOrder = (letters) => lettersOfName(letters).sort((first, other) => first.left - other.left).map(({ indexInName }) => indexInName).join(" ");

  /** The order of the name's letters if there is no text beside it. */
  const orderOfNameAlone = () => {
    const bdi = document.body.appendChild(document.createElement("bdi"));
    bdi.textContent = name;
    const order = visualOrder(lettersOf(bdi.firstChild));
    bdi.remove();
    return order;
  };

  /** Whether the name's letters have this order; also true if the name appears several times or is wrapped. */
  const hasOrder = (letters, order) => {
    const nameLetters = lettersOfName(letters);
    const isSingle = nameLetters.length === new Set(nameLetters.map(({ indexInName }) => indexInName)).size;
    return !isSingle || nameLetters.some((first) => !areOnSameLine(first, nameLetters[0])) || visualOrder(letters) === order;
  };

  /** Whether one letter precedes the other in the text and follows it on the screen, or the reverse. */
  const isOutOfOrder = (letters, first, other) => letters.indexOf(first) < letters.indexOf(other) !== middleOf(first) < middleOf(other);

  /** Whether the letters beside the name run from left to right, and all are on the correct side of the name. */
  const isInOrder = (letters) => {
    const beside = lettersBesideName(letters);
    const isReversed = beside.some((first, n) => n > 0 && areOnSameLine(beside[n - 1], first) && first.left < beside[n - 1].left - 0.5);
    const isMixed = beside.some((first) => lettersOfName(letters).some((other) => areOnSameLine(first, other) && isOutOfOrder(letters, first, other)));
    return !isReversed && !isMixed;
  };

  const order = orderOfNameAlone();
  const texts = findTexts();
  return {
    beside: texts.map(lettersBesideName).filter((letters) => letters.length > 0).map(joinLetters),
    faults: texts.filter((letters) => !isInOrder(letters) || !hasOrder(letters, order)).map(joinLetters),
  };
};
