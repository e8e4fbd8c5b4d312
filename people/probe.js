// Runs in every page before the room's own scripts, and records what no screen shows: captured devices, peer
// connections, messages sent and received, and status messages and images that have vanished since.
(() => {
  /**
   * @typedef {import("../tools/javascript/window.d.ts").Probe} Probe
   * @typedef {import("../tools/javascript/window.d.ts").Recordings} Recordings
   */

  if (window.stagedoorProbe) return;
  /** @type {WebSocket[]} */
  const sockets = [];
  const probe = /** @type {Probe} */ (/** @type {Recordings} */ ({
    tracks: [], peerConnections: [], sent: [], received: [], shownTexts: [], announced: [], messages: [], images: [], players: new Set(),
  }));
  Object.defineProperty(window, "stagedoorProbe", { value: probe });

  const devices = navigator.mediaDevices;
  if (devices) {
    const getUserMedia = devices.getUserMedia.bind(devices);
    // Without loudspeakers there is no echo: an echo canceller would only remove the measured voices.
    const UNPROCESSED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const disableProcessing = (/** @type {MediaStreamConstraints} */ { audio, ...rest } = {}) => ({ ...rest, audio: audio && { ...(audio === true ? {} : audio), ...UNPROCESSED } });
    // If devices are granted without a permission prompt, as here, Chromium ignores which one a page prefers and gives it
    // the first one. After a prompt it would give the preferred one, so this requires that device.
    /**
     * @param {boolean | MediaTrackConstraints | undefined} track
     * @param {MediaDeviceKind} kind  ids such as "default" exist for several kinds of devices
     */
    const requirePreferred = async (track, kind) => {
      const preferred = typeof track === "object" ? track.deviceId : undefined;
      const id = typeof preferred === "object" && "ideal" in preferred ? preferred.ideal : preferred;
      const isThere = typeof id === "string" && (await devices.enumerateDevices()).some((device) => device.kind === kind && device.deviceId === id);
      return isThere ? { .../** @type {MediaTrackConstraints} */ (track), deviceId: { exact: id } } : track;
    };
    devices.getUserMedia = async (constraints) => {
      const { audio, video, ...rest } = disableProcessing(constraints);
      const stream = await getUserMedia({ ...rest, audio: await requirePreferred(audio, "audioinput"), video: await requirePreferred(video, "videoinput") });
      probe.tracks.push(...stream.getTracks());
      return stream;
    };
  }

  // A cloned track also keeps its device in use.
  const clone = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function () {
    const copy = clone.call(this);
    if (probe.tracks.includes(this)) probe.tracks.push(copy);
    return copy;
  };
  const cloneStream = MediaStream.prototype.clone;
  MediaStream.prototype.clone = function () {
    const copy = cloneStream.call(this);
    const labels = this.getTracks().filter((track) => probe.tracks.includes(track)).map((track) => track.label);
    probe.tracks.push(...copy.getTracks().filter((track) => labels.includes(track.label)));
    return copy;
  };

  const NativePeerConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends NativePeerConnection {
    /** @param {ConstructorParameters<typeof RTCPeerConnection>} parameters */
    constructor(...parameters) {
      super(...parameters);
      probe.peerConnections.push(this);
    }
  };

  // Audio can also be played by an element that is not in the document.
  const srcObject = /** @type {{set: (stream: MediaProvider | null) => void}} */ (Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject"));
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...srcObject,
    /**
     * @this {HTMLMediaElement}
     * @param {MediaProvider | null} stream
     */
    set(stream) {
      probe.players.add(this);
      srcObject.set.call(this, stream);
    },
  });

  const send = WebSocket.prototype.send;
  /** The WebSockets over which the page has sent text or binary data: a room may have a second one, to a media server. */
  const usedSockets = { string: /** @type {Set<WebSocket>} */ (new Set()), object: /** @type {Set<WebSocket>} */ (new Set()) };
  WebSocket.prototype.send = function (data) {
    probe.sent.push({ data });
    usedSockets[typeof data === "string" ? "string" : "object"].add(this);
    return send.call(this, data);
  };

  const socketFor = (/** @type {"string" | "object"} */ type) => {
    const open = sockets.filter((socket) => socket.readyState === WebSocket.OPEN);
    return (usedSockets[type].size ? open.filter((socket) => usedSockets[type].has(socket)) : open).pop();
  };
  probe.sendRaw = (data) => {
    const socket = socketFor(typeof data === "string" ? "string" : "object");
    if (!socket) throw new Error("this page has no open WebSocket");
    send.call(socket, data);
  };

  // The room may close a WebSocket over which forged messages were sent; a closed one has nothing left to send.
  probe.hasSentEverything = () => sockets.every((socket) => socket.readyState !== WebSocket.OPEN || socket.bufferedAmount === 0);

  probe.isConnected = () => socketFor("string") !== undefined;

  // Heartbeats: Engine.IO's ping, pong and probes, SockJS's "h", STOMP's line feed, SignalR's type 6, and small flat JSON
  // whose type is a common word for it. The browser answers the WebSocket protocol's own ping frames itself.
  // eslint-disable-next-line no-control-regex -- SignalR ends each message with a record separator
  const HEARTBEAT = /^(?:[23](?:probe)?|h|\n|\{"type":6\}\x1e)$/;
  const HEARTBEAT_WORD = /^(?:ping|pong|ka|hb|keep[-_]?alive|heart[-_]?beat)$/i;
  const TYPE_KEYS = ["type", "event", "op", "kind", "method", "cmd", "action"];
  const LONGEST_HEARTBEAT = 200;
  const isHeartbeat = (/** @type {unknown} */ data) => {
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

  // Heartbeats arrive even while messages are ignored; otherwise the server would count the person as gone.
  const NativeWebSocket = window.WebSocket;
  window.WebSocket = class extends NativeWebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} parameters */
    constructor(...parameters) {
      super(...parameters);
      sockets.push(this);
      this.addEventListener("message", (event) => {
        if (probe.ignoresMessages && !isHeartbeat(event.data)) event.stopImmediatePropagation();
        else if (typeof event.data === "string") probe.received.push(event.data);
        else if (event.data instanceof ArrayBuffer) probe.onBinaryMessage?.(event.data);
      });
    }
  };

  // All texts of messages and dialogs since the page was opened, to show that one never appeared.
  const MESSAGES_AND_DIALOGS = '[role=status],[role=alert],[role=log],[role=dialog],[role=alertdialog],dialog,output,[aria-live]';
  const recordText = (/** @type {Node} */ node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (node) : node.parentElement;
    const message = element && element.closest(MESSAGES_AND_DIALOGS);
    const text = message && message.checkVisibility() && message.textContent.replace(/\s+/g, " ").trim();
    if (text && probe.shownTexts[probe.shownTexts.length - 1] !== text) probe.shownTexts.push(text);
  };

  // Status messages and alerts, and images such as reactions, with the time at which each appeared: they may vanish
  // before a step looks for them.
  const MESSAGE = "[role=status],[role=alert],output";
  const IMAGE = "img,[role=img]";
  const HIDDEN = "[aria-hidden=true],[inert]";
  const plainText = (/** @type {Element} */ element) => element.textContent.replace(/\s+/g, " ").trim();
  const isOnScreen = (/** @type {Element} */ element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true }) && !element.closest(HIDDEN);
  };
  const nameOf = (/** @type {Element} */ element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const labels = /** @type {Element[]} */ (ids.map((id) => document.getElementById(id)).filter(Boolean)).map(plainText);
    return labels.join(" ") || element.getAttribute("aria-label") || element.getAttribute("alt") || /** @type {HTMLElement} */ (element).title || "";
  };
  /**
   * @param {Element} element
   * @returns {string[]}
   */
  const regionsOf = (element) => {
    const region = element.parentElement?.closest("section,[role=region]");
    return region ? [nameOf(region), ...regionsOf(region)].filter(Boolean) : [];
  };
  /**
   * @param {Node} node
   * @returns {(Element | null | undefined)[]}
   */
  const messagesAt = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return [node.parentElement?.closest(MESSAGE)];
    return [/** @type {Element} */ (node).closest(MESSAGE), .../** @type {Element} */ (node).querySelectorAll(MESSAGE)];
  };
  const recordMessages = (/** @type {MutationRecord[]} */ changes) => {
    const nodes = changes.flatMap(({ target, addedNodes }) => [target, ...addedNodes]);
    for (const message of new Set(nodes.flatMap(messagesAt))) {
      const text = message && isOnScreen(message) && plainText(message);
      if (text) probe.messages.push({ at: Date.now(), text });
    }
  };
  const recordImages = (/** @type {Node} */ node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const image of [/** @type {Element} */ (node), .../** @type {Element} */ (node).querySelectorAll(IMAGE)]) {
      if (!image.matches(IMAGE) || !nameOf(image) || !isOnScreen(image)) continue;
      probe.images.push({ at: Date.now(), name: nameOf(image), regions: regionsOf(image) });
    }
  };

  // What a screen reader announces: changed text in a live region that was there before, and an alert that appears.
  // Content below a modal dialog is hidden from it.
  const knownLiveRegions = new WeakSet();
  const LIVE = "[role=status],[role=alert],[role=log],output,[aria-live]:not([aria-live=off])";
  const isHiddenFromScreenReader = (/** @type {Element} */ element) =>
    !element.checkVisibility() || element.closest("[aria-hidden=true],[inert]") ||
    (document.querySelector("dialog:modal") && !element.closest("dialog:modal"));
  const announce = (/** @type {Element} */ region) => {
    const text = region.textContent.replace(/\s+/g, " ").trim();
    if (text && !isHiddenFromScreenReader(region)) probe.announced.push(text);
  };
  const recordAnnouncements = (/** @type {MutationRecord[]} */ changes) => {
    const changed = new Set();
    for (const { target, addedNodes } of changes) {
      const element = target.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (target) : target.parentElement;
      const region = element && element.closest(LIVE);
      if (region && knownLiveRegions.has(region)) changed.add(region);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const alert of [/** @type {Element} */ (node), .../** @type {Element} */ (node).querySelectorAll("*")]) if (alert.matches("[role=alert]")) changed.add(alert);
      }
    }
    changed.forEach(announce);
    document.querySelectorAll(LIVE).forEach((region) => knownLiveRegions.add(region));
  };

  new MutationObserver((changes) => {
    recordAnnouncements(changes);
    recordMessages(changes);
    for (const change of changes) {
      recordText(change.target);
      for (const node of change.addedNodes) {
        recordText(node);
        recordImages(node);
      }
    }
  }).observe(document, {
    childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ["open", "hidden", "aria-hidden", "class", "role"],
  });
})();
