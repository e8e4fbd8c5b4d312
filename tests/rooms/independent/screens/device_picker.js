// Request, list, replace and stop cameras and microphones.

export const KINDS = { microphone: "audio", camera: "video" };
const NO_TRACKS = Object.freeze([]);

/** Return a stream of the devices that work, and the kinds of the devices that do not: "microphone", "camera". */
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

/** Return a track of the device with this id; without an id, of the browser's default device of this kind. */
export async function requestTrack(device, id) {
  const constraints = { [KINDS[device]]: id ? { deviceId: { exact: id } } : true };
  return (await navigator.mediaDevices.getUserMedia(constraints)).getTracks()[0];
}

export const trackOf = (stream, device) => (stream?.getTracks() ?? NO_TRACKS).find((track) => track.kind === KINDS[device]);

export const stopTracks = (stream) => (stream?.getTracks() ?? NO_TRACKS).forEach((track) => track.stop());

/** Stop the stream's track of the same kind, and put this track in its place. */
export function replaceTrackIn(stream, track) {
  const oldTrack = stream.getTracks().find(({ kind }) => kind === track.kind);
  if (oldTrack) { oldTrack.stop(); stream.removeTrack(oldTrack); }
  stream.addTrack(track);
}

/** Fill the two lists with the available devices; with `usedOnly`, only with the devices in use. */
export async function fillDeviceLists(stream, usedOnly) {
  const available = await navigator.mediaDevices.enumerateDevices();
  for (const [device, kind] of Object.entries(KINDS)) {
    const usedId = trackOf(stream, device)?.getSettings().deviceId;
    const devices = available.filter((info) => info.kind === `${kind}input` && (!usedOnly || info.deviceId === usedId));
    const options = devices.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === usedId));
    document.getElementById(device).replaceChildren(...options);
  }
}
