// Runs in every page before the room's own scripts, and keeps what no screen shows: which devices were captured,
// what leaves by WebRTC, what was sent to the server and came from there, and what the room has told the person so far.
(() => {
  if (window.stagedoorWitness) return;
  const lines = [];
  const witness = {
    tracks: [], calls: [], sent: [], received: [], told: [], announced: [], messages: [], images: [], players: new Set(),
  };
  Object.defineProperty(window, "stagedoorWitness", { value: witness });

  const devices = navigator.mediaDevices;
  if (devices) {
    const capture = devices.getUserMedia.bind(devices);
    // Nobody here sits before loudspeakers: all that an echo canceller could take away is somebody's voice, for seconds
    // at a time, and then neither that they are heard nor that they are not would mean anything.
    const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const plainly = ({ audio, ...rest } = {}) => ({ ...rest, audio: audio && { ...(audio === true ? {} : audio), ...PLAIN } });
    devices.getUserMedia = async (constraints) => {
      const stream = await capture(plainly(constraints));
      witness.tracks.push(...stream.getTracks());
      return stream;
    };
  }

  // A clone keeps the device busy as much as the track it came from.
  const clone = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function () {
    const copy = clone.call(this);
    if (witness.tracks.includes(this)) witness.tracks.push(copy);
    return copy;
  };

  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(...parts) {
      super(...parts);
      witness.calls.push(this);
    }
  };

  // A voice is heard as well from an element that stands nowhere on the page.
  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...source,
    set(stream) {
      witness.players.add(this);
      source.set.call(this, stream);
    },
  });

  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    witness.sent.push({ data });
    return send.call(this, data);
  };
  witness.repeat = (data) => {
    const open = lines.filter((socket) => socket.readyState === WebSocket.OPEN);
    if (!open.length) throw new Error("this page has no open WebSocket");
    send.call(open[open.length - 1], data);
  };

  witness.connected = () => lines.some((socket) => socket.readyState === WebSocket.OPEN);

  // A heartbeat says nothing but that the connection is alive: Engine.IO's ping, pong and their probes, SockJS's "h",
  // STOMP's line feed, SignalR's type 6, and small flat JSON whose type is one of the usual words for it. The protocol's
  // own ping and pong frames never come here: the browser answers them itself.
  // eslint-disable-next-line no-control-regex -- SignalR ends each message with a record separator
  const HEARTBEAT = /^(?:[23](?:probe)?|h|\n|\{"type":6\}\x1e)$/;
  const HEARTBEAT_WORD = /^(?:ping|pong|ka|hb|keep[-_]?alive|heart[-_]?beat)$/i;
  const TYPE_KEYS = ["type", "event", "op", "kind", "method", "cmd", "action"];
  const LONGEST_HEARTBEAT = 200;
  const isHeartbeat = (data) => {
    if (typeof data !== "string" || data.length > LONGEST_HEARTBEAT) return false;
    if (HEARTBEAT.test(data) || HEARTBEAT_WORD.test(data)) return true;
    if (!data.startsWith("{")) return false;
    try {
      const message = JSON.parse(data);
      const isFlat = Object.values(message).every((value) => typeof value !== "object" || value === null);
      return isFlat && TYPE_KEYS.some((key) => HEARTBEAT_WORD.test(message[key]));
    } catch {
      return false;
    }
  };

  // A deaf page receives no message of the room's. Its heartbeats go on, or the server would take the person for gone.
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(...parts) {
      super(...parts);
      lines.push(this);
      this.addEventListener("message", (event) => {
        if (witness.deaf && !isHeartbeat(event.data)) event.stopImmediatePropagation();
        else if (typeof event.data === "string") witness.received.push(event.data);
      });
    }
  };

  // Messages come and go; a diary of them shows afterwards that one never came.
  const telling = '[role=status],[role=alert],[role=log],[role=dialog],[role=alertdialog],dialog,output,[aria-live]';
  const note = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const teller = element && element.closest(telling);
    const text = teller && teller.checkVisibility() && teller.textContent.replace(/\s+/g, " ").trim();
    if (text && witness.told[witness.told.length - 1] !== text) witness.told.push(text);
  };

  // The same with the time of each, of what is on the screen as a status message or an alert: it may vanish by itself
  // before anybody looks. An image may as well, such as a reaction.
  const MESSAGE = "[role=status],[role=alert],output";
  const IMAGE = "img,[role=img]";
  const HIDDEN = "[aria-hidden=true],[inert]";
  const plainText = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const isOnScreen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true }) && !element.closest(HIDDEN);
  };
  const nameOf = (element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const labels = ids.map((id) => document.getElementById(id)).filter(Boolean).map(plainText);
    return labels.join(" ") || element.getAttribute("aria-label") || element.getAttribute("alt") || element.title || "";
  };
  const regionsOf = (element) => {
    const region = element.parentElement?.closest("section,[role=region]");
    return region ? [nameOf(region), ...regionsOf(region)].filter(Boolean) : [];
  };
  const messagesAt = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return [node.parentElement?.closest(MESSAGE)];
    return [node.closest(MESSAGE), ...node.querySelectorAll(MESSAGE)];
  };
  const noteMessages = (changes) => {
    const nodes = changes.flatMap(({ target, addedNodes }) => [target, ...addedNodes]);
    for (const message of new Set(nodes.flatMap(messagesAt))) {
      const text = message && isOnScreen(message) && plainText(message);
      if (text) witness.messages.push({ at: Date.now(), text });
    }
  };
  const noteImages = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const image of [node, ...node.querySelectorAll(IMAGE)]) {
      if (!image.matches(IMAGE) || !nameOf(image) || !isOnScreen(image)) continue;
      witness.images.push({ at: Date.now(), name: nameOf(image), regions: regionsOf(image) });
    }
  };

  // What a screen reader reads out by itself: text that changes in a live region that was there before the text was,
  // and an alert that comes up. What lies under an open window is hidden from it.
  const regions = new WeakSet();
  const LIVE = "[role=status],[role=alert],[role=log],output,[aria-live]:not([aria-live=off])";
  const silent = (element) =>
    !element.checkVisibility() || element.closest("[aria-hidden=true],[inert]") ||
    (document.querySelector("dialog:modal") && !element.closest("dialog:modal"));
  const announce = (region) => {
    const text = region.textContent.replace(/\s+/g, " ").trim();
    if (text && !silent(region)) witness.announced.push(text);
  };
  const listen = (changes) => {
    const heard = new Set();
    for (const { target, addedNodes } of changes) {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      const region = element && element.closest(LIVE);
      if (region && regions.has(region)) heard.add(region);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const alert of [node, ...node.querySelectorAll("*")]) if (alert.matches("[role=alert]")) heard.add(alert);
      }
    }
    heard.forEach(announce);
    document.querySelectorAll(LIVE).forEach((region) => regions.add(region));
  };

  new MutationObserver((changes) => {
    listen(changes);
    noteMessages(changes);
    for (const change of changes) {
      note(change.target);
      for (const node of change.addedNodes) {
        note(node);
        noteImages(node);
      }
    }
  }).observe(document, {
    childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ["open", "hidden", "aria-hidden", "class", "role"],
  });
})();
