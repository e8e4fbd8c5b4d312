/** The loudness of the sound that a peer connection receives. */

/** A measurement older than this counts as silence. */
const FRESH_MS = 500;

/**
 * The browser's latest measurement, from 0 to 1; 0 after some time without sound.
 * @param {RTCRtpReceiver[]} receivers
 */
export function loudnessOf(receivers) {
  const sources = receivers.filter(({ track }) => track?.kind === "audio").flatMap((receiver) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map(({ audioLevel, timestamp }) => (isFresh(timestamp) ? (audioLevel ?? 0) : 0)));
}

/**
 * Whether a measurement is recent. In some browsers timestamps count from the start of the page, in others from 1970.
 * @param {number} timestamp  in ms
 */
const isFresh = (timestamp) => performance.now() - (timestamp > performance.timeOrigin ? timestamp - performance.timeOrigin : timestamp) < FRESH_MS;
