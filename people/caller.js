// Calls others from this page past the room's own scripts, as somebody would who means to be seen without being on
// stage: with camera and microphone, in the words in which another browser has called them.
(() => {
  if (window.stagedoorCaller) return;
  const witness = window.stagedoorWitness;
  const GATHERING = 3_000;  // ms after which a call goes out with the ways that were found until then

  /** All texts within a message: [text, what puts another in its place]. */
  const texts = function* (value) {
    for (const [key, part] of Object.entries(value ?? {})) {
      if (typeof part === "string") yield [part, (other) => { value[key] = other; }];
      else if (typeof part === "object") yield* texts(part);
    }
  };
  const isDescription = (text) => text.startsWith("v=0") && text.includes("\nm=");
  /** A message as a head and its JSON; null where it is none. */
  const read = (message) => {
    const head = /^[^[{]*/.exec(message)[0];
    try { return [head, JSON.parse(message.slice(head.length))]; } catch { return null; }
  };
  const descriptionIn = (message) => {
    const body = read(message)?.[1];
    return body && [...texts(body)].map(([text]) => text).find(isDescription);
  };
  /** What tells one call's messages from another's: ids, whatever they are called. */
  const ids = (message) => [...texts(read(message)[1])].map(([text]) => text).filter((text) => text.length > 7 && !isDescription(text));

  const gathered = (call) => new Promise((done) => {
    setTimeout(done, GATHERING);
    call.addEventListener("icegatheringstatechange", () => call.iceGatheringState === "complete" && done());
  });

  const callLike = async (message, stream) => {
    const call = new RTCPeerConnection();
    for (const track of stream.getTracks()) call.addTrack(track, stream);
    const ready = gathered(call);
    await call.setLocalDescription();
    await ready;
    const [head, body] = read(message);
    for (const [text, replace] of texts(body)) if (isDescription(text)) replace(call.localDescription.sdp);
    witness.repeat(head + JSON.stringify(body));
    return { call, ids: ids(message) };
  };

  const takeAnswers = async (calls, from) => {
    for (const message of witness.received.slice(from)) {
      const sdp = descriptionIn(message);
      const shared = ({ ids: own }) => own.filter((id) => message.includes(id)).length;
      const [best] = calls.filter(({ call }) => call.signalingState === "have-local-offer").sort((a, b) => shared(b) - shared(a));
      if (sdp && best && shared(best)) await best.call.setRemoteDescription({ type: "answer", sdp });
    }
    return witness.received.length;
  };

  /** Call as these messages did; answers how many calls went out. Whoever answers is talked to from then on. */
  const call = async (messages) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    let heard = witness.received.length;
    const calls = await Promise.all(messages.map((message) => callLike(message, stream)));
    const listen = async () => { heard = await takeAnswers(calls, heard); setTimeout(listen, 50); };
    void listen();
    return calls.length;
  };

  /** The messages by which this page has called others: those that carry a description of picture and sound. */
  const calling = () => witness.sent.map(({ data }) => data)
    .filter((data) => typeof data === "string" && /^a=send(only|recv)/m.test(descriptionIn(data) ?? ""));

  window.stagedoorCaller = { call, calling };
})();
