// Peer connections with pairs of audio and video tracks, which are replaced without a new offer.

const KINDS = ["audio", "video"];

/** Return a connection that can send this many pairs of tracks. */
export function createConnection(pairs) {
  const connection = new RTCPeerConnection();
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const kind of KINDS) connection.addTransceiver(kind, { direction: "sendonly" });
  }
  return connection;
}

/** Send these tracks as the pair with this index; send nothing in place of a missing track. */
export function sendPair(connection, pair, tracks) {
  KINDS.forEach((kind, index) => {
    const { sender } = connection.getTransceivers()[2 * pair + index];
    const track = tracks?.[kind] ?? null;
    if (sender.track !== track) sender.replaceTrack(track);
  });
}

/** Return the pairs of tracks that this connection receives, each with a stream of both. */
export function receivedPairs(connection) {
  const tracks = connection.getTransceivers().map(({ receiver }) => receiver.track);
  return Array.from({ length: tracks.length / 2 }, (_, pair) => {
    const [audio, video] = tracks.slice(2 * pair);
    return { audio, video, stream: new MediaStream([audio, video]) };
  });
}

/** Answer an offer, and return the new connection. */
export async function answerOffer({ sdp }, sendAnswer) {
  const connection = new RTCPeerConnection();
  await connection.setRemoteDescription(sdp);
  await connection.setLocalDescription();
  sendAnswer({ sdp: await completeDescription(connection) });
  return connection;
}

/** Return the session description after all ICE candidates are gathered. */
export async function completeDescription(connection) {
  while (connection.iceGatheringState !== "complete") {
    await new Promise((resolve) => connection.addEventListener("icegatheringstatechange", resolve, { once: true }));
  }
  return connection.localDescription;
}
