/**
 * Plays every video. A browser may refuse to play sound before the person has touched the page. The videos then play
 * without sound, and a button turns it on.
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
