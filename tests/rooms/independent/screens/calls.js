// Peer connections: each person on stage sends picture and sound to each other page over a separate connection.

const connections = { out: new Map(), in: new Map() };

/** Open a connection to the person, unless there is one; the offer is sent after all ICE candidates are gathered. */
export async function connect(id, stream, signal) {
  if (connections.out.has(id)) return;
  const connection = new RTCPeerConnection();
  connections.out.set(id, connection);
  for (const kind of ["audio", "video"]) {
    const track = stream.getTracks().find((candidate) => candidate.kind === kind);
    connection.addTransceiver(track ?? kind, { direction: "sendonly" });
  }
  await connection.setLocalDescription();
  signal(id, { sdp: await completeDescription(connection) });
}

/** Process an answer or an offer; `onStream` is called with a stream of all tracks received so far. */
export async function handleSignal(id, { sdp }, signal, onStream) {
  if (sdp.type === "answer") return connections.out.get(id)?.setRemoteDescription(sdp);
  closeConnection("in", id);
  const connection = new RTCPeerConnection(), stream = new MediaStream();
  connections.in.set(id, connection);
  // A video element starts only with the first picture; the sound must not wait for it.
  connection.addEventListener("track", ({ track }) => track.addEventListener("unmute", () => {
    stream.addTrack(track);
    onStream(new MediaStream(stream.getTracks()));
  }));
  await connection.setRemoteDescription(sdp);
  await connection.setLocalDescription();
  signal(id, { sdp: await completeDescription(connection) });
}

/** Close the outgoing connections to everybody except these people. */
export function disconnectExcept(ids) {
  for (const id of connections.out.keys()) if (!ids.includes(id)) closeConnection("out", id);
}

export function closeConnection(direction, id) {
  connections[direction].get(id)?.close();
  connections[direction].delete(id);
}

/** Replace the track of the same kind in all outgoing connections. */
export function replaceSentTrack(track) {
  for (const connection of connections.out.values()) {
    const transceiver = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === track.kind);
    transceiver.sender.replaceTrack(track);
  }
}

async function completeDescription(connection) {
  while (connection.iceGatheringState !== "complete") {
    await new Promise((resolve) => connection.addEventListener("icegatheringstatechange", resolve, { once: true }));
  }
  return connection.localDescription;
}
