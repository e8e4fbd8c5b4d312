// Request, list, replace and stop cameras and microphones.

export const KINDS = { microphone: "audio", camera: "video" };
const NO_TRACKS = Object.freeze([]);

/** Return a stream of the devices that work, and the names of those that do not. */
export async function capture() {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia({ audio: true, video: true }), missing: [] };
  } catch {
    const stream = new MediaStream(), missing = [];
    for (const device of Object.keys(KINDS)) {
      const track = await requestTrack(device).catch(() => missing.push(device) && null);
      if (track) stream.addTrack(track);
    }
    return { stream, missing };
  }
}

/** Return a track of a device of this kind; with an id, of that device. */
export async function requestTrack(device, id) {
  const constraints = { [KINDS[device]]: id ? { deviceId: { exact: id } } : true };
  return (await navigator.mediaDevices.getUserMedia(constraints)).getTracks()[0];
}

export const trackOf = (stream, device) => (stream?.getTracks() ?? NO_TRACKS).find((track) => track.kind === KINDS[device]);

export const stopTracks = (stream) => (stream?.getTracks() ?? NO_TRACKS).forEach((track) => track.stop());

/** Replace the stream's track of the same kind. */
export function replaceTrackIn(stream, track) {
  const old = stream.getTracks().find(({ kind }) => kind === track.kind);
  if (old) { old.stop(); stream.removeTrack(old); }
  stream.addTrack(track);
}

/** Fill the two lists with the available devices; with `usedOnly`, only with the devices in use. */
export async function fillDeviceLists(stream, usedOnly) {
  const available = await navigator.mediaDevices.enumerateDevices();
  for (const [device, kind] of Object.entries(KINDS)) {
    const used = trackOf(stream, device)?.getSettings().deviceId;
    const devices = available.filter((info) => info.kind === `${kind}input` && (!usedOnly || info.deviceId === used));
    const options = devices.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === used));
    document.getElementById(device).replaceChildren(...options);
  }
}
