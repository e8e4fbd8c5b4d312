// Changes the page for some variants before the room's own script runs: tabs, dialogs without <dialog>, elements that
// grow, and a toolbar that is hidden while the mouse rests.

const variants = document.documentElement.dataset.variants.split(" ");
const grow = (element, step) => {
  let growth = 0;
  const timer = setInterval(() => {
    element.style.paddingTop = `${growth += step}px`;
    if (growth > 120) clearInterval(timer);
  }, 60);
};

if (variants.includes("tabs")) {
  const lists = document.getElementById("lists"), tabs = document.createElement("div");
  tabs.setAttribute("role", "tablist");
  tabs.innerHTML = `<button role="tab" aria-controls="lists">${lists.ariaLabel}</button>`;
  tabs.style.gridArea = "status";
  document.body.append(tabs);
  lists.hidden = true;
  tabs.addEventListener("click", () => { lists.hidden = !lists.hidden; });
  addEventListener("keydown", ({ key }) => { if (key === "Escape" && !lists.querySelector(":popover-open, [role=listbox]:not([hidden]), dialog[open]")) lists.hidden = true; });
}

if (variants.includes("div-dialogs")) {
  for (const dialog of document.querySelectorAll("dialog")) {
    const replacement = Object.assign(document.createElement("div"), { id: dialog.id, returnValue: "", open: false, hidden: true });
    replacement.setAttribute("role", "dialog");
    replacement.setAttribute("aria-modal", "true");
    replacement.setAttribute("aria-labelledby", dialog.getAttribute("aria-labelledby"));
    replacement.style.cssText = "position: fixed; inset: 5%; margin: auto; width: fit-content; height: fit-content; background: #fff; padding: 1em";
    replacement.append(...dialog.childNodes);
    replacement.showModal = () => { replacement.hidden = false; replacement.open = true; };
    replacement.close = (value = replacement.returnValue) => {
      Object.assign(replacement, { hidden: true, open: false, returnValue: value });
      queueMicrotask(() => replacement.dispatchEvent(new Event("close")));
    };
    replacement.addEventListener("submit", (event) => { event.preventDefault(); replacement.close(event.submitter?.value ?? ""); });
    dialog.replaceWith(replacement);
  }
  addEventListener("keydown", ({ key }) => {
    const topDialog = [...document.querySelectorAll("[role=dialog]")].filter(({ open }) => open).pop();
    if (key === "Escape" && topDialog?.dispatchEvent(new Event("cancel", { cancelable: true }))) topDialog.close();
  });
}

if (variants.includes("shifting")) {
  for (const dialog of document.querySelectorAll("dialog")) {
    new MutationObserver(() => { if (dialog.open) grow(dialog.querySelector("form"), 12); }).observe(dialog, { attributeFilter: ["open"] });
  }
  new MutationObserver(() => grow(document.getElementById("lists"), 6)).observe(document.getElementById("lists"), { childList: true });
}

if (variants.includes("idle-controls")) {
  const { style } = document.querySelector("[role=toolbar]");
  let timer;
  style.visibility = "hidden";
  for (const activity of ["mousemove", "keydown"]) addEventListener(activity, () => {
    clearTimeout(timer);
    style.visibility = "";
    timer = setTimeout(() => { style.visibility = "hidden"; }, 2000);
  });
}
