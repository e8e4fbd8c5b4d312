// Describes a page of the reference room, including closed panels and dialogs, with one line for each element: its
// texts, field value, states and focus. Pictures, level meters and reactions are left out, since they keep changing.
(() => {
  const CHANGING = "svg, [role=meter], .reactions, script, template";
  const PROPERTIES = ["hidden", "open", "checked", "disabled", "readOnly"];
  const ATTRIBUTES = ["role", "aria-label", "aria-description", "aria-pressed", "aria-expanded", "aria-disabled", "aria-invalid"];
  const FIELDS = "textarea, select, input:not([type=radio]):not([type=checkbox])";

  const ownTexts = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map(({ data }) => data.trim()).filter(Boolean);

  const states = (element) => [
    ...ATTRIBUTES.filter((name) => element.hasAttribute(name)).map((name) => `${name}=${element.getAttribute(name)}`),
    ...PROPERTIES.filter((name) => element[name] === true),
    element.matches(":popover-open") ? "shown" : "",
    element === document.activeElement ? "focused" : "",
  ].filter(Boolean);

  const line = (element, depth) => {
    const values = element.matches(FIELDS) ? [`“${element.value}”`] : [];
    const parts = [...ownTexts(element), ...values, ...states(element).map((state) => `[${state}]`)];
    return parts.length ? [`${" ".repeat(depth)}${element.localName} ${parts.join(" ")}`] : [];
  };

  const lines = (element, depth = 0) => [
    ...line(element, depth),
    ...[...element.children].filter((child) => !child.matches(CHANGING)).flatMap((child) => lines(child, depth + 1)),
  ];

  window.stagedoorWholeScreen = () => lines(document.body);
})();
