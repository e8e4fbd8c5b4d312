// Calls: each person on stage sends picture and voice to each other page by a connection of its own, one way.

const calls = { out: new Map(), in: new Map() };

/** Call the person, unless that was done; the offer goes once all ways to here are known. */
export async function call(id, stream, signal) {
  if (calls.out.has(id)) return;
  const connection = new RTCPeerConnection();
  calls.out.set(id, connection);
  for (const kind of ["audio", "video"]) {
    const track = stream.getTracks().find((one) => one.kind === kind);
    connection.addTransceiver(track ?? kind, { direction: "sendonly" });
  }
  await connection.setLocalDescription();
  signal(id, { sdp: await complete(connection) });
}

/** Take the answer to one's own offer, or an offer: ``arrived`` gets a stream of all that has come by it so far. */
export async function hear(id, { sdp }, signal, arrived) {
  if (sdp.type === "answer") return calls.out.get(id)?.setRemoteDescription(sdp);
  drop("in", id);
  const connection = new RTCPeerConnection(), stream = new MediaStream();
  calls.in.set(id, connection);
  // A video does not begin to play before there is a first picture; a voice shall not wait for that.
  connection.addEventListener("track", ({ track }) => track.addEventListener("unmute", () => {
    stream.addTrack(track);
    arrived(new MediaStream(stream.getTracks()));
  }));
  await connection.setRemoteDescription(sdp);
  await connection.setLocalDescription();
  signal(id, { sdp: await complete(connection) });
}

/** Hang up on everybody else. */
export function callOnly(ids) {
  for (const id of calls.out.keys()) if (!ids.includes(id)) drop("out", id);
}

export function drop(way, id) {
  calls[way].get(id)?.close();
  calls[way].delete(id);
}

/** Send this track from now on, in all calls, in the place of the one of its kind. */
export function swap(track) {
  for (const connection of calls.out.values()) {
    const fitting = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === track.kind);
    fitting.sender.replaceTrack(track);
  }
}

async function complete(connection) {
  while (connection.iceGatheringState !== "complete") {
    await new Promise((done) => connection.addEventListener("icegatheringstatechange", done, { once: true }));
  }
  return connection.localDescription;
}
