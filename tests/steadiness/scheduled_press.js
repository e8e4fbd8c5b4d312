// Presses a button of a person's page at a scheduled moment, and reports the reference room's acknowledgement.
// The probe records the messages, which also tell which revision the page has received.
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

  const waitFor = async (find, what) => {
    const end = Date.now() + TIMEOUT;
    for (;;) {
      const result = find();
      if (result) return result;
      if (Date.now() > end) throw new Error(`timeout of ${TIMEOUT} ms: ${what}`);
      await new Promise((done) => setTimeout(done, 1));
    }
  };

  const until = async (moment) => {
    const left = moment - Date.now() - BUSY_WAIT;
    if (left > 0) await new Promise((done) => setTimeout(done, left));
    while (Date.now() < moment);
  };

  const messageIn = (frames) =>
    frames.map(({ data }) => MESSAGE.exec(data)).find((match) => match && !UNRELATED.includes(match[2]));

  const press = (element, choice) => {
    if (choice === null) return element.click();
    element.value = choice;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /**
   * Return the time of the press, and the answer: "ok", the code of a refusal, "gone" if the element was no longer in
   * the page, or "late" if the page received the schedule after the moment.
   */
  const act = async (element, moment, choice) => {
    if (Date.now() >= moment) return { at: Date.now(), answer: LATE };
    await until(moment);
    const at = Date.now(), sentBefore = sent.length, receivedBefore = received.length;
    if (!element.isConnected) return { at, answer: "gone" };
    press(element, choice);
    const message = await waitFor(() => messageIn(sent.slice(sentBefore)), "a message to the room");
    const head = `43${message[1]}`;
    const isAnswer = (frame) => frame.startsWith(`${head}[`);
    const text = await waitFor(() => received.slice(receivedBefore).find(isAnswer), `the answer to ${message[2]}`);
    const [answer] = JSON.parse(text.slice(head.length));
    return { at, answer: answer.ok ? "ok" : answer.error.code };
  };

  let read = 0, newest = -1;
  const revision = () => {
    for (; read < received.length; read++)
      if (STATE.test(received[read])) newest = Math.max(newest, JSON.parse(received[read].slice(2))[1].revision);
    return newest;
  };

  const scheduled = { outcome: null };
  /** Press at the moment (ms since 1970); `outcome` is the promise that `act` returns. */
  scheduled.schedule = (element, moment, choice) => { scheduled.outcome = act(element, moment, choice); };
  /** Wait until the page has received this revision. */
  scheduled.caughtUp = (expected) => waitFor(() => revision() >= expected, `revision ${expected}`);
  window.stagedoorPress = scheduled;
})();
