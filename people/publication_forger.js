// Publishes this page's camera and microphone to a media server without the room's own scripts, with messages like those
// by which another browser has done so: Protocol Buffers messages over a WebSocket.
(() => {
  /**
   * @typedef {{tag: number, value: Uint8Array}} Field  the value includes the length where there is one
   * @typedef {(text: string) => string | undefined} Replace  the text in place of another; undefined: leave it
   */

  if (window.stagedoorPublicationForger) return;
  const probe = /** @type {import("../tools/javascript/window.d.ts").Probe} */ (window.stagedoorProbe);
  const PREFIX = "protobuf:";
  const LENGTH_DELIMITED = 2, VARINT = 0, SIZES = /** @type {Record<number, number>} */ ({ 1: 8, 5: 4 });
  const AUDIO_BITRATE = 48_000;  // A media server may allow more in its answer, and drop the large packets that result.
  const ANSWERED_WITHIN = 5_000;  // ms; a server that refuses the tracks may not answer at all

  /** @param {Uint8Array} bytes @param {number} at */
  const readVarint = (bytes, at) => {
    let value = 0, shift = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("the message ends too soon");
      value += (byte & 127) * shift;
      if (byte < 128) return { value, at };
      shift *= 128;
    }
  };
  const encodeVarint = (/** @type {number} */ value) => {
    const bytes = [];
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    return [...bytes, value];
  };

  /**
   * The fields of a message. Throws a RangeError if the bytes are not a message.
   * @param {Uint8Array} bytes
   */
  const fieldsOf = (bytes) => {
    const fields = [];
    for (let at = 0; at < bytes.length;) {
      const tag = readVarint(bytes, at);
      const wireType = tag.value % 8;
      const first = wireType === LENGTH_DELIMITED ? readVarint(bytes, tag.at) : null;
      const start = first ? first.at : tag.at;
      const end = first ? start + first.value : wireType === VARINT ? readVarint(bytes, start).at : start + (SIZES[wireType] ?? Infinity);
      if (end > bytes.length || tag.value < 8) throw new RangeError("not a message");
      fields.push({ tag: tag.value, value: bytes.slice(start, end) });
      at = end;
    }
    return fields;
  };

  const decoder = new TextDecoder("utf-8", { fatal: true });
  const textOf = (/** @type {Uint8Array} */ bytes) => { try { return decoder.decode(bytes); } catch { return ""; } };
  const fieldsOrNull = (/** @type {Uint8Array} */ bytes) => { try { return fieldsOf(bytes); } catch { return null; } };

  /**
   * The bytes of a message, with each text replaced for which `replace` returns another.
   * @param {Uint8Array} bytes
   * @param {Replace} replace
   * @returns {number[]}
   */
  const rewrite = (bytes, replace) => (fieldsOrNull(bytes) ?? []).flatMap(({ tag, value }) => {
    if (tag % 8 !== LENGTH_DELIMITED) return [...encodeVarint(tag), ...value];
    const other = replace(textOf(value));
    const inner = other !== undefined ? [...new TextEncoder().encode(other)] : fieldsOrNull(value) ? rewrite(value, replace) : [...value];
    return [...encodeVarint(tag), ...encodeVarint(inner.length), ...inner];
  });

  /**
   * All texts of a message.
   * @param {Uint8Array} bytes
   */
  const textsOf = (bytes) => {
    /** @type {string[]} */
    const texts = [];
    rewrite(bytes, (text) => { texts.push(text); return undefined; });
    return texts;
  };
  const isDescription = (/** @type {string} */ text) => text.startsWith("v=0") && text.includes("\nm=");
  const encode = (/** @type {Uint8Array} */ bytes) => PREFIX + btoa(String.fromCharCode(...bytes));
  const decode = (/** @type {string} */ text) => Uint8Array.from(atob(text.slice(PREFIX.length)), (character) => character.charCodeAt(0));
  const bytesOf = (/** @type {unknown} */ data) =>
    ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data instanceof ArrayBuffer ? new Uint8Array(data) : null;

  /** The messages by which this page has published: those with the id of one of its tracks, as announcements and offers. */
  const sentPublications = () => {
    const ids = probe.tracks.map(({ id }) => id);
    const messages = probe.sent.map(({ data }) => bytesOf(data)).filter((bytes) => bytes !== null);
    const own = messages.filter((bytes) => textsOf(bytes).some((text) => ids.some((id) => text === id || (isDescription(text) && text.includes(id)))));
    return { messages: own.map(encode), ids: Object.fromEntries(probe.tracks.map(({ kind, id }) => [id, kind])) };
  };

  /**
   * Publish this page's own devices with messages like these over the page's own peer connection.
   * @param {{messages: string[], ids: Record<string, string>}} publications
   */
  const publish = async ({ messages, ids }) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const openConnections = probe.peerConnections.filter(({ connectionState }) => connectionState !== "closed");
    const connection = openConnections[openConnections.length - 1] ?? new RTCPeerConnection();
    for (const track of stream.getTracks()) {
      const sendEncodings = track.kind === "audio" ? [{ maxBitrate: AUDIO_BITRATE }] : [];
      connection.addTransceiver(track, { direction: "sendonly", streams: [stream], sendEncodings });
    }
    const ownId = (/** @type {string} */ id) => stream.getTracks().find(({ kind }) => kind === ids[id])?.id;
    const decodedMessages = messages.map(decode);
    const isOffer = (/** @type {Uint8Array} */ bytes) => textsOf(bytes).some(isDescription);
    const accepted = waitForAcceptance(stream.getTracks().map(({ id }) => id));
    for (const bytes of decodedMessages.filter((bytes) => !isOffer(bytes))) send(bytes, ownId);
    await accepted;
    await connection.setLocalDescription();
    acceptAnswer(connection);
    const sdp = /** @type {RTCSessionDescription} */ (connection.localDescription).sdp;
    for (const bytes of decodedMessages.filter(isOffer).slice(-1)) send(bytes, (text) => (isDescription(text) ? sdp : ownId(text)));
    return decodedMessages.length;
  };

  /** @param {Uint8Array} bytes @param {Replace} replace */
  const send = (bytes, replace) => probe.sendRaw(new Uint8Array(rewrite(bytes, replace)));

  /**
   * Wait until the media server has named these tracks, or does not answer in time.
   * @param {string[]} ids
   */
  const waitForAcceptance = (ids) => new Promise((done) => {
    const pending = new Set(ids);
    setTimeout(done, ANSWERED_WITHIN);
    probe.onBinaryMessage = (data) => {
      for (const text of textsOf(new Uint8Array(data))) pending.delete(text);
      if (!pending.size) done(undefined);
    };
  });

  /** @param {RTCPeerConnection} connection */
  const acceptAnswer = (connection) => {
    probe.onBinaryMessage = (data) => {
      const sdp = textsOf(new Uint8Array(data)).find(isDescription);
      if (sdp && connection.signalingState === "have-local-offer") connection.setRemoteDescription({ type: "answer", sdp }).catch(() => undefined);
    };
  };

  window.stagedoorPublicationForger = { publish, sentPublications };
})();
