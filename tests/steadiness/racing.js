// Presses at an appointed moment, in one person's page, and tells what the reference room answered to that.
// It reads the wire from what the probe keeps, so that it knows when a page has been told everything.
(() => {
  const { sent, received } = stagedoorProbe;
  const QUESTION = /^42(\d+)\["(\w+)"/;
  const STATE = /^42\["(room|change|own_change)",/;
  // What a page sends by itself, also in the moment of a press.
  const BESIDE = ["signal", "devices", "read_chat", "read_session"];
  const ENOUGH = 10_000;  // ms in which a room that is there has answered
  const LATE = "late";
  const SHARP = 2;  // ms before the moment from which on nothing else is begun

  // A page that comes back may do so by requests at first, until it has a WebSocket again.
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...parts) {
    this.addEventListener("load", () => received.push(...this.responseText.split("\x1e")));
    return open.apply(this, parts);
  };

  const await_ = async (find, what) => {
    const end = Date.now() + ENOUGH;
    for (;;) {
      const found = find();
      if (found) return found;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await new Promise((done) => setTimeout(done, 1));
    }
  };

  const until = async (moment) => {
    const left = moment - Date.now() - SHARP;
    if (left > 0) await new Promise((done) => setTimeout(done, left));
    while (Date.now() < moment);
  };

  const questionIn = (messages) =>
    messages.map(({ data }) => QUESTION.exec(data)).find((found) => found && !BESIDE.includes(found[2]));

  const press = (element, choice) => {
    if (choice === null) return element.click();
    element.value = choice;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /**
   * "ok", the code of a refusal, "gone" where there was nothing to press any more when the moment came, or "late" where
   * the moment had passed when the page heard of it.
   */
  const act = async (element, moment, choice) => {
    if (Date.now() >= moment) return { at: Date.now(), answer: LATE };
    await until(moment);
    const at = Date.now(), before = sent.length, heard = received.length;
    if (!element.isConnected) return { at, answer: "gone" };
    press(element, choice);
    const question = await await_(() => questionIn(sent.slice(before)), "a message to the room");
    const head = `43${question[1]}`;
    const text = await await_(() => received.slice(heard).find((one) => one.startsWith(`${head}[`)), question[2]);
    const [answer] = JSON.parse(text.slice(head.length));
    return { at, answer: answer.ok ? "ok" : answer.error.code };
  };

  let read = 0, newest = -1;
  const revision = () => {
    for (; read < received.length; read++)
      if (STATE.test(received[read])) newest = Math.max(newest, JSON.parse(received[read].slice(2))[1].revision);
    return newest;
  };

  const race = { outcome: null };
  /** The press is made when the moment comes; `outcome` says then what came of it. */
  race.appoint = (element, moment, choice) => { race.outcome = act(element, moment, choice); };
  /** The page has been told how things stood then, and has drawn it. */
  race.caughtUp = (wanted) => await_(() => revision() >= wanted, `revision ${wanted}`);
  window.stagedoorRace = race;
})();
