// Connections with pairs of tracks, audio and video, that are replaced without a new offer.

const KINDS = ["audio", "video"];

/** Return a connection that can send so many pairs of tracks. */
export function connectionOf(pairs) {
  const connection = new RTCPeerConnection();
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const kind of KINDS) connection.addTransceiver(kind, { direction: "sendonly" });
  }
  return connection;
}

/** Send these tracks as the pair of this number, and nothing in the place of a missing one. */
export function feed(connection, pair, tracks) {
  KINDS.forEach((kind, index) => {
    const { sender } = connection.getTransceivers()[2 * pair + index];
    const track = tracks?.[kind] ?? null;
    if (sender.track !== track) sender.replaceTrack(track);
  });
}

/** Return the pairs of tracks that come by this connection, each with a stream of both. */
export function pairsOf(connection) {
  const tracks = connection.getTransceivers().map(({ receiver }) => receiver.track);
  return Array.from({ length: tracks.length / 2 }, (_, pair) => {
    const [audio, video] = tracks.slice(2 * pair);
    return { audio, video, stream: new MediaStream([audio, video]) };
  });
}

/** Answer an offer, and return the new connection. */
export async function answerTo({ sdp }, reply) {
  const connection = new RTCPeerConnection();
  await connection.setRemoteDescription(sdp);
  await connection.setLocalDescription();
  reply({ sdp: await complete(connection) });
  return connection;
}

/** Return the description once all addresses are known. */
export async function complete(connection) {
  while (connection.iceGatheringState !== "complete") {
    await new Promise((done) => connection.addEventListener("icegatheringstatechange", done, { once: true }));
  }
  return connection.localDescription;
}
