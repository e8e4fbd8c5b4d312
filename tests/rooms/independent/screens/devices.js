// Cameras and microphones: asking the browser for them, choosing, switching, and letting go.

export const KINDS = { microphone: "audio", camera: "video" };
const NO_TRACKS = Object.freeze([]);

/** What can be had of both, as a stream, and the names of those that cannot. */
export async function capture() {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia({ audio: true, video: true }), missing: [] };
  } catch {
    const stream = new MediaStream(), missing = [];
    for (const device of Object.keys(KINDS)) {
      const track = await one(device).catch(() => missing.push(device) && null);
      if (track) stream.addTrack(track);
    }
    return { stream, missing };
  }
}

/** A track of the device; of the given one where there are several. */
export async function one(device, id) {
  const wish = { [KINDS[device]]: id ? { deviceId: { exact: id } } : true };
  return (await navigator.mediaDevices.getUserMedia(wish)).getTracks()[0];
}

export const trackOf = (stream, device) => (stream?.getTracks() ?? NO_TRACKS).find((one) => one.kind === KINDS[device]);

export const release = (stream) => (stream?.getTracks() ?? NO_TRACKS).forEach((track) => track.stop());

/** Put another track in the place of the one there is of its kind. */
export function exchange(stream, track) {
  const old = stream.getTracks().find(({ kind }) => kind === track.kind);
  if (old) { old.stop(); stream.removeTrack(old); }
  stream.addTrack(track);
}

/** Fill the two lists with what there is to choose from. */
export async function list(stream, only) {
  const there = await navigator.mediaDevices.enumerateDevices();
  for (const [device, kind] of Object.entries(KINDS)) {
    const used = trackOf(stream, device)?.getSettings().deviceId;
    const devices = there.filter((one) => one.kind === `${kind}input` && (!only || one.deviceId === used));
    const options = devices.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === used));
    document.getElementById(device).replaceChildren(...options);
  }
}
