// All texts, field values, states and the focus of a page of the reference room, including closed panels and dialogs:
// one line for each element. Pictures, level meters and reactions are left out, since they change by themselves.
(() => {
  const MOVES = "svg, [role=meter], .reactions, script, template";
  const SWITCHES = ["hidden", "open", "checked", "disabled", "readOnly"];
  const STATES = ["role", "aria-label", "aria-description", "aria-pressed", "aria-expanded", "aria-disabled", "aria-invalid"];
  const FIELDS = "textarea, select, input:not([type=radio]):not([type=checkbox])";

  const text = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map(({ data }) => data.trim()).filter(Boolean);

  const states = (element) => [
    ...STATES.filter((name) => element.hasAttribute(name)).map((name) => `${name}=${element.getAttribute(name)}`),
    ...SWITCHES.filter((name) => element[name] === true),
    element.matches(":popover-open") ? "shown" : "",
    element === document.activeElement ? "has the keyboard" : "",
  ].filter(Boolean);

  const line = (element, depth) => {
    const written = element.matches(FIELDS) ? [`“${element.value}”`] : [];
    const parts = [...text(element), ...written, ...states(element).map((state) => `[${state}]`)];
    return parts.length ? [`${" ".repeat(depth)}${element.localName} ${parts.join(" ")}`] : [];
  };

  const lines = (element, depth = 0) => [
    ...line(element, depth),
    ...[...element.children].filter((child) => !child.matches(MOVES)).flatMap((child) => lines(child, depth + 1)),
  ];

  window.stagedoorWholeScreen = () => lines(document.body);
})();
