/** How loud the sound is that a peer connection receives. */

/** Sound that came longer ago than this is none any more. */
const FRESH_MS = 500;

/**
 * What the browser has measured of the newest sound, from 0 to 1; it forgets that after a while without any.
 * @param {RTCRtpReceiver[]} receivers
 */
export function levelOf(receivers) {
  const sources = receivers.filter(({ track }) => track?.kind === "audio").flatMap((receiver) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map(({ audioLevel, timestamp }) => (isFresh(timestamp) ? (audioLevel ?? 0) : 0)));
}

/**
 * Some browsers count from the page's beginning, some from 1970.
 * @param {number} timestamp  in ms
 */
const isFresh = (timestamp) => performance.now() - (timestamp > performance.timeOrigin ? timestamp - performance.timeOrigin : timestamp) < FRESH_MS;
