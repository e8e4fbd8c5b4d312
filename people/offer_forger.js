// Offers this page's camera and microphone to other pages over peer connections of its own, without the room's scripts.
// The offers are messages like those that another browser has sent for the same purpose.
(() => {
  /**
   * @typedef {Record<string, unknown>} Part  an object or array within a message
   * @typedef {{connection: RTCPeerConnection, ids: string[]}} Offer
   */

  if (window.stagedoorOfferForger) return;
  const probe = /** @type {import("../tools/javascript/window.d.ts").Probe} */ (window.stagedoorProbe);
  const GATHERING_LIMIT = 3_000;  // ms after which an offer is sent with the ICE candidates found so far

  /**
   * All texts within a message: [text, a function that replaces it].
   * @param {Part | null} value
   * @returns {Generator<[string, (text: string) => void]>}
   */
  const textsIn = function* (value) {
    for (const [key, part] of Object.entries(value ?? {})) {
      if (typeof part === "string") yield [part, (other) => { /** @type {Part} */ (value)[key] = other; }];
      else if (typeof part === "object") yield* textsIn(/** @type {Part | null} */ (part));
    }
  };
  const isDescription = (/** @type {string} */ text) => text.startsWith("v=0") && text.includes("\nm=");
  /**
   * A message as its prefix and its JSON; null if it contains no JSON.
   * @param {string} message
   * @returns {[string, Part] | null}
   */
  const parse = (message) => {
    const prefix = /** @type {RegExpExecArray} */ (/^[^[{]*/.exec(message))[0];
    try { return [prefix, JSON.parse(message.slice(prefix.length))]; } catch { return null; }
  };
  const descriptionIn = (/** @type {string} */ message) => {
    const body = parse(message)?.[1];
    return body && [...textsIn(body)].map(([text]) => text).find(isDescription);
  };
  /** Texts that may be ids: those longer than 7 characters, whatever their key. An answer repeats some of its offer's. */
  const idsIn = (/** @type {string} */ message) => [...textsIn(/** @type {[string, Part]} */ (parse(message))[1])].map(([text]) => text).filter((text) => text.length > 7 && !isDescription(text));

  /**
   * @param {RTCPeerConnection} connection
   * @returns {Promise<void>}
   */
  const waitForCandidates = (connection) => new Promise((done) => {
    setTimeout(done, GATHERING_LIMIT);
    connection.addEventListener("icegatheringstatechange", () => connection.iceGatheringState === "complete" && done());
  });

  /**
   * @param {string} message
   * @param {MediaStream} stream
   */
  const sendOfferLike = async (message, stream) => {
    const connection = new RTCPeerConnection();
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    const candidates = waitForCandidates(connection);
    await connection.setLocalDescription();
    await candidates;
    const [prefix, body] = /** @type {[string, Part]} */ (parse(message));
    for (const [text, replace] of textsIn(body)) if (isDescription(text)) replace(/** @type {RTCSessionDescription} */ (connection.localDescription).sdp);
    probe.sendRaw(prefix + JSON.stringify(body));
    return { connection, ids: idsIn(message) };
  };

  /**
   * @param {Offer[]} offers
   * @param {number} from
   */
  const acceptAnswers = async (offers, from) => {
    for (const message of probe.received.slice(from)) {
      const sdp = descriptionIn(message);
      const shared = (/** @type {Offer} */ { ids: own }) => own.filter((id) => message.includes(id)).length;
      const [best] = offers.filter(({ connection }) => connection.signalingState === "have-local-offer").sort((a, b) => shared(b) - shared(a));
      if (sdp && best && shared(best)) await best.connection.setRemoteDescription({ type: "answer", sdp });
    }
    return probe.received.length;
  };

  /** Send an offer like each of these messages, and accept the answers; return the number of offers. */
  const offer = async (/** @type {string[]} */ messages) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    let processed = probe.received.length;
    const offers = await Promise.all(messages.map((message) => sendOfferLike(message, stream)));
    const poll = async () => { processed = await acceptAnswers(offers, processed); setTimeout(poll, 50); };
    void poll();
    return offers.length;
  };

  /** The messages by which this page has offered its media: session descriptions that send. */
  const sentOffers = () => probe.sent.map(({ data }) => data)
    .filter((data) => typeof data === "string" && /^a=send(only|recv)/m.test(descriptionIn(data) ?? ""));

  window.stagedoorOfferForger = { offer, sentOffers };
})();
