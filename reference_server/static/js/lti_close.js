/** The end of a registration: asks the learning platform, whose page has opened or embedded this one, to close it. */

const button = /** @type {HTMLElement} */ (document.getElementById("close"));
button.addEventListener("click", () => {
  const platform = window.opener ?? window.parent;
  // To any origin: the page may be at another address than the platform's configuration, and learns nothing by this.
  platform.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
});
