/** The end of a registration: asks the learning platform, whose page has opened or embedded this one, to close it. */

const button = /** @type {HTMLElement} */ (document.getElementById("close"));
button.addEventListener("click", () => {
  const platform = window.opener ?? window.parent;
  // Sent to any origin: the page may have another origin than the platform's configuration, and the message has no secrets.
  platform.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
});
