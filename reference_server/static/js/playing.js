/**
 * Keep every picture moving. A browser may refuse to play sound before the person has touched the page; then the
 * pictures play without it, and the person is offered to turn it on.
 * @param {HTMLElement} root
 * @param {() => void} soundBlocked
 */
export function playAll(root, soundBlocked) {
  for (const video of root.querySelectorAll("video")) if (video.srcObject && video.paused) play(video, soundBlocked);
}

/**
 * @param {HTMLVideoElement} video
 * @param {() => void} soundBlocked
 */
async function play(video, soundBlocked) {
  try {
    await video.play();
  } catch (error) {
    if (/** @type {Error} */ (error).name !== "NotAllowedError" || video.muted) return;
    video.muted = true;
    soundBlocked();
  }
}
