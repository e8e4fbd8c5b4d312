// A person's page: it shows the HTML that the server sends, and exchanges pictures and sound with other pages.
import { KINDS, capture, fillDeviceLists, replaceTrackIn, requestTrack, stopTracks, trackOf } from "./device_picker.js";
import { closeConnection, connect, disconnectExcept, handleSignal, replaceSentTrack } from "./calls.js";
import { playMixed, showOnCanvas } from "./pictures.js";
import * as forwarding from "./forwarding.js";

const page = document.documentElement;
const hasFault = (fault) => page.dataset.fault === fault;
const variants = page.dataset.variants.split(" ");
const hasVariant = (variant) => variants.includes(variant);
const byId = (id) => document.getElementById(id);
const templateText = (id) => byId(id).content.textContent;
const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket/${page.dataset.key}`);
const send = (message) => socket.send(JSON.stringify(message));
const signal = (target, data) => send({ command: "signal", target, signal: data });

let session = { stage: [], others: [], fragments: {} };
const streams = new Map();  // the streams of others, by the person's id
let previewStream = null;  // the person's own stream, from opening the dialog to going live
let liveStream = null;  // the person's own stream on stage
let isConnected = false;  // whether connections to the others have been opened
let isStarting = false;  // whether the devices are being started after the room has put the person on stage
let wasDialogClosed = false;  // whether the dialog was closed without going live

socket.onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.notification) byId("status").textContent = message.notification;
  if (message.refused) { stopTracks(previewStream); previewStream = null; }
  if (message.signal) await receiveSignal(message);
  if (message.fragments) update(message);
};

function update(state) {
  for (const [id, html] of Object.entries(state.fragments)) {
    if (session.fragments[id] !== html || hasVariant("redrawn")) byId(id).innerHTML = html;
  }
  session = { ...state, fragments: { ...session.fragments, ...state.fragments } };
  byId("access").value = session.access;
  const isOnStage = session.stage.some(({ id }) => id === session.me);
  if (isOnStage && previewStream && !byId("ready").open) [liveStream, previewStream] = [previewStream, null];
  if (!isOnStage && liveStream) leaveStage();
  if (isOnStage && !liveStream && !previewStream && (hasVariant("on-stage-at-once") || hasVariant("host"))) startOnStage();
  updateTiles();
  updateDialogs();
  if (hasVariant("forwarded")) forwarding.publish(session, liveStream, signal);
  else if (liveStream) {
    disconnectExcept(session.others);
    connectToOthers(liveStream, session.others);
  }
}

// The stage

function updateTiles() {
  for (const tile of byId("stage").querySelectorAll("[data-person]")) {
    if (!session.stage.some(({ id }) => id === tile.dataset.person)) removeTile(tile);
  }
  for (const { id, name } of session.stage) {
    if (tileOf(id)) continue;
    byId("stage").append(newTile(id, name));
    playStream(id);
  }
  if (hasVariant("mixed-voices")) playMixed([...streams].filter(([id]) => id !== session.me));
  for (const { id, camera } of hasVariant("forwarded") ? session.stage : []) videoIn(tileOf(id)).hidden = !camera;
  const own = videoIn(tileOf(session.me));
  if (own && own.srcObject !== liveStream && !hasFault("black-own-tile")) own.srcObject = liveStream;
}

function removeTile(tile) {
  if (!hasVariant("forwarded")) closeConnection("in", tile.dataset.person);
  streams.delete(tile.dataset.person);
  if (tile.voice) tile.voice.srcObject = null;
  tile.remove();
}

/** Start the devices, after the room has put the person on stage without a dialog. */
async function startOnStage() {
  if (isStarting) return;
  isStarting = true;
  const { stream } = await capture();
  isStarting = false;
  if (!session.stage.some(({ id }) => id === session.me)) return void stopTracks(stream);
  liveStream = stream;
  for (const device of Object.keys(KINDS)) useTrack(trackOf(liveStream, device), true, device);
  update(session);
}

const tileOf = (id) => byId("stage").querySelector(`[data-person="${id}"]`);

const videoIn = (tile) => tile?.video;

function newTile(id, name) {
  const inShadow = hasVariant("shadow-tiles");
  // A figure cannot have a shadow tree.
  const tile = document.createElement(inShadow ? "div" : "figure");
  const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true });
  video.muted = id === session.me || hasVariant("mixed-voices") || hasVariant("forwarded");
  const caption = document.createElement(hasFault("nameless-tiles") ? "div" : "figcaption");
  caption.textContent = name;
  tile.dataset.person = id;
  tile.video = video;
  const style = document.createElement("style");
  style.textContent = "video:not([hidden]) { display: block; width: 100%; aspect-ratio: 4 / 3; }";
  if (inShadow) Object.assign(tile, { role: "figure", ariaLabel: name });
  (inShadow ? tile.attachShadow({ mode: "open" }) : tile).append(...(inShadow ? [style] : []), hasVariant("canvas") ? showOnCanvas(video) : video, caption);
  return tile;
}

function connectToOthers(stream, others) {
  if (hasFault("no-media-for-late-arrivals") && isConnected) return;
  isConnected = true;
  for (const id of others) connect(id, stream, signal);
}

async function receiveSignal({ sender, signal: data }) {
  if (hasVariant("forwarded")) return forwarding.handleSignal(sender, data, signal, playForwarded);
  const isSenderOnStage = session.stage.some(({ id }) => id === sender);
  if (data.sdp.type === "offer" && !isSenderOnStage && !hasFault("sends-before-live") && !hasFault("sends-early-to-stage")) return;
  await handleSignal(sender, data, signal, (stream) => {
    streams.set(sender, stream);
    if (tileOf(sender)) playStream(sender);
    else if (!isSenderOnStage) Object.assign(new Audio(), { srcObject: stream, autoplay: true });
  });
}

/** Play a person's media, which the relay has forwarded, in the person's tile. */
function playForwarded(id, stream) {
  streams.set(id, stream);
  if (tileOf(id) && videoIn(tileOf(id)).srcObject !== stream) playStream(id);
}

function playStream(id) {
  const video = videoIn(tileOf(id));
  video.srcObject = streams.get(id) ?? null;
  if (hasVariant("mixed-voices")) playMixed([...streams].filter(([person]) => person !== session.me && tileOf(person)));
  if (hasVariant("forwarded")) playVoice(id);
  if (hasFault("frozen-pictures")) video.addEventListener("playing", () => video.pause(), { once: true });
}

/** Play the sound separately, since a video element starts only with the first picture. */
function playVoice(id) {
  const voice = tileOf(id).voice ??= Object.assign(new Audio(), { autoplay: true });
  voice.srcObject = id === session.me || !streams.has(id) ? null : new MediaStream(streams.get(id).getAudioTracks());
}

function leaveStage() {
  disconnect();
  if (!hasFault("devices-stay-on")) stopTracks(liveStream);
  liveStream = null;
}

function disconnect() {
  disconnectExcept([]);
  isConnected = false;
}

// Getting ready

async function getReady() {
  if (hasVariant("on-stage-at-once")) {
    previewStream = (await capture()).stream;
    return goLive();
  }
  const ready = byId("ready");
  if (hasFault("opens-only-once") && wasDialogClosed) return;
  ready.returnValue = "";
  for (const device of Object.keys(KINDS)) byId(`${device}-on`).checked = true;
  byId("go-live").disabled = true;
  ready.showModal();
  const { stream, missing } = await capture();
  if (!ready.open) return void stopTracks(stream);
  previewStream = stream;
  byId("preview").srcObject = stream;
  byId("device-problems").textContent = missing.map((device) => templateText(`${device}-unusable`)).join(" ");
  await fillDeviceLists(stream, hasFault("one-device-each"));
  byId("go-live").disabled = false;
  if (hasFault("sends-before-live")) connectToOthers(stream, session.others);
  if (hasFault("sends-early-to-stage")) connectToOthers(stream, session.stage.map(({ id }) => id));
}

byId("ready").addEventListener("close", () => {
  byId("preview").srcObject = null;
  if (byId("ready").returnValue === "live" && previewStream) return goLive();
  wasDialogClosed = true;
  const wasEscaped = byId("ready").returnValue !== "cancel";
  if (!hasFault("camera-stays-on") && !(hasFault("escape-keeps-camera") && wasEscaped)) stopTracks(previewStream);
  previewStream = null;
  disconnect();
  updateDialogs();
});

function goLive() {
  const isOn = (device) => Boolean(trackOf(previewStream, device)) && byId(`${device}-on`).checked;
  const devices = { microphone: isOn("microphone") || hasFault("microphone-always-on"), camera: isOn("camera") };
  for (const device of Object.keys(KINDS)) useTrack(trackOf(previewStream, device), devices[device], device);
  send({ command: "live", ...devices });
}

for (const device of Object.keys(KINDS)) {
  byId(device).addEventListener("change", async () => {
    replaceTrackIn(previewStream, await requestTrack(device, byId(device).value));
  });
}

// The person's own devices on stage

function useTrack(track, on, device) {
  if (!track) return;
  track.enabled = on;
  track.onended = () => {
    byId("status").textContent = templateText(`${device}-gone`);
    send({ command: "switch", device, on: false });
  };
}

async function switchDevice(device, on) {
  const track = trackOf(liveStream, device);
  if (on && track?.readyState !== "live") return restartDevice(device);
  if (track && !(hasFault("mute-without-effect") && device === "microphone" && !on)) track.enabled = on;
  send({ command: "switch", device, on });
}

async function restartDevice(device) {
  const track = await requestTrack(device);
  replaceTrackIn(liveStream, track);
  useTrack(track, true, device);
  replaceSentTrack(track);
  send({ command: "switch", device, on: true });
}

navigator.mediaDevices?.addEventListener("devicechange", () => {
  for (const device of Object.keys(KINDS)) if (trackOf(liveStream, device)?.readyState === "ended") restartDevice(device);
});

// Invitations, settings, and presses of buttons

function updateDialogs() {
  const isReadyOpen = byId("ready").open, invitation = byId("invitation");
  if (isReadyOpen && !session.may_join) byId("ready").close("");
  if (session.invited && !isReadyOpen && !previewStream && !invitation.open) { invitation.returnValue = ""; invitation.showModal(); }
  if (!session.invited && invitation.open) invitation.close("gone");
}

byId("invitation").addEventListener("cancel", (event) => event.preventDefault());
byId("invitation").addEventListener("close", ({ target: { returnValue } }) => {
  if (returnValue === "yes") getReady();
  if (returnValue === "no") send({ command: "decline" });
});
byId("access").addEventListener("change", ({ target }) => send({ command: "access", access: target.value }));

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button, [role=option]");
  if (!button) return;
  const { open, command, target: person, switch: device, menu } = button.dataset;
  closeMenu(button.closest("[popover], [role=listbox], #lists dialog"));
  if (menu) openMenu(byId(menu));
  if (open === "ready") getReady();
  else if (open) byId(open).showModal();
  if (command) send({ command, target: person });
  if (device) switchDevice(device, button.getAttribute("aria-pressed") !== "true");
});

const isListbox = (menu) => menu?.getAttribute("role") === "listbox";

function openMenu(menu) {
  if (!isListbox(menu)) return void menu.showModal();
  menu.hidden = false;
  menu.querySelector("[role=option]").focus();
}

function closeMenu(menu) {
  if (isListbox(menu)) menu.hidden = true;
  else if (menu instanceof HTMLDialogElement) menu.close();
  else menu?.hidePopover();
}

addEventListener("keydown", ({ key, target }) => {
  const menu = target.closest("[role=listbox]");
  if (!menu) return;
  const next = { ArrowDown: target.nextElementSibling ?? menu.firstElementChild, ArrowUp: target.previousElementSibling ?? menu.lastElementChild };
  if (key === "Escape") closeMenu(menu);
  if (key === "Enter" || key === " ") target.click();
  next[key]?.focus();
});

if (hasFault("camera-on-arrival")) capture().then(({ stream }) => { page.stream = stream; });
