// Tells whether what a person sees has changed, and when it has settled. Knows nothing of the page it is in.
(() => {
  if (window.livingDocsScreen) return;
  let stirred = performance.now();
  let said = false;
  // Whoever listens is told once of a stir, and again only after they have looked.
  const stir = () => {
    stirred = performance.now();
    if (said || !window.livingDocsStirred) return;
    said = true;
    window.livingDocsStirred("");
  };
  new MutationObserver(stir).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  for (const event of ["input", "change", "focusin", "scroll", "playing", "resize", "emptied", "toggle"]) {
    document.addEventListener(event, stir, { capture: true, passive: true });
  }

  const CONTROLS = "button,input,select,textarea,dialog,video,img,[role],[aria-pressed],[aria-expanded],[aria-checked]";
  const STATES = ["aria-pressed", "aria-expanded", "aria-checked", "aria-selected", "aria-disabled", "hidden", "open"];

  const video = (element) => `${element.videoWidth > 0 && !element.paused}`;
  const control = (element) => {
    if (!element.checkVisibility()) return "";
    const box = element.getBoundingClientRect();
    const place = [box.x, box.y, box.width, box.height].map((length) => Math.round(length / 8)).join();
    const states = STATES.map((name) => element.getAttribute(name)).join();
    const content = element.tagName === "VIDEO" ? video(element) : `${element.value ?? ""}${element.checked ?? ""}`;
    return `${element.tagName},${place},${states},${content},${element.disabled ?? ""}`;
  };

  /** A number for what is to be seen; the moving pictures of cameras do not change it, that there is one does. */
  const look = () => {
    const controls = [...document.querySelectorAll(CONTROLS)].map(control).join(";");
    const text = `${document.body?.innerText}|${controls}`;
    let hash = 0;
    for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    return hash;
  };

  const waiting = (element) => element.srcObject?.getVideoTracks().some((track) => track.enabled && !track.muted &&
    track.readyState === "live") && element.readyState < 2;
  const moving = () => document.getAnimations().some((one) => one.playState === "running" &&
    Number.isFinite(one.effect?.getComputedTiming().endTime));
  const settled = (quiet) => performance.now() - stirred >= quiet && !moving() &&
    ![...document.querySelectorAll("video")].some(waiting);

  window.livingDocsScreen = {
    /** What is to be seen once nothing has stirred for `quiet` ms, or after `patience` ms; null: nothing since `since`. */
    async settle(since, quiet, patience) {
      if (since !== null && stirred <= since) return null;
      said = false;
      const end = performance.now() + patience;
      while (!settled(quiet) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 8));
      return { stirred, sight: look() };
    },
  };
})();
