// Presses a button of a person's page at a scheduled moment, and reports the reference room's acknowledgement.
// The probe records the messages, from which this script reads acknowledgements and revisions.
(() => {
  const { sent, received } = stagedoorProbe;
  const MESSAGE = /^42(\d+)\["(\w+)"/;
  const STATE = /^42\["(room|change|own_change)",/;
  // Messages that a page also sends without a press.
  const UNRELATED = ["signal", "devices", "read_chat", "read_session"];
  const TIMEOUT = 10_000;  // ms
  const LATE = "late";
  const BUSY_WAIT = 2;  // ms; a timer alone would be late

  // A page that reconnects may use polling at first, before it upgrades to a WebSocket.
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...parts) {
    this.addEventListener("load", () => received.push(...this.responseText.split("\x1e")));
    return open.apply(this, parts);
  };

  const waitFor = async (find, description) => {
    const end = Date.now() + TIMEOUT;
    for (;;) {
      const result = find();
      if (result) return result;
      if (Date.now() > end) throw new Error(`timeout of ${TIMEOUT} ms: ${description}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };

  const waitUntil = async (moment) => {
    const remaining = moment - Date.now() - BUSY_WAIT;
    if (remaining > 0) await new Promise((resolve) => setTimeout(resolve, remaining));
    while (Date.now() < moment);
  };

  const findMessage = (frames) =>
    frames.map(({ data }) => MESSAGE.exec(data)).find((match) => match && !UNRELATED.includes(match[2]));

  const press = (element, choice) => {
    if (choice === null) return element.click();
    element.value = choice;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /**
   * Press, and return the time of the press and its outcome: "ok", the code of a refusal, "gone" if the element was no
   * longer in the page, or "late" if the page received the schedule after the moment.
   */
  const pressAt = async (element, moment, choice) => {
    if (Date.now() >= moment) return { time: Date.now(), outcome: LATE };
    await waitUntil(moment);
    const time = Date.now(), sentBefore = sent.length, receivedBefore = received.length;
    if (!element.isConnected) return { time, outcome: "gone" };
    press(element, choice);
    const message = await waitFor(() => findMessage(sent.slice(sentBefore)), "a message to the room");
    const prefix = `43${message[1]}`;
    const isAcknowledgement = (frame) => frame.startsWith(`${prefix}[`);
    const find = () => received.slice(receivedBefore).find(isAcknowledgement);
    const text = await waitFor(find, `the acknowledgement of ${message[2]}`);
    const [acknowledgement] = JSON.parse(text.slice(prefix.length));
    return { time, outcome: acknowledgement.ok ? "ok" : acknowledgement.error.code };
  };

  let readCount = 0, newest = -1;
  const newestRevision = () => {
    for (; readCount < received.length; readCount++) {
      const frame = received[readCount];
      if (STATE.test(frame)) newest = Math.max(newest, JSON.parse(frame.slice(2))[1].revision);
    }
    return newest;
  };

  const scheduledPress = { result: null };
  /** Press at the moment (ms since 1970); `result` is the promise that `pressAt` returns. */
  scheduledPress.schedule = (element, moment, choice) => { scheduledPress.result = pressAt(element, moment, choice); };
  /** Wait until the page has received this revision. */
  scheduledPress.catchUp = (revision) => waitFor(() => newestRevision() >= revision, `revision ${revision}`);
  window.stagedoorPress = scheduledPress;
})();
