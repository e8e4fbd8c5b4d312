// A person's page: it shows the HTML that the server sends, and exchanges pictures and sound with other pages.
import { KINDS, capture, exchange, list, requestTrack, release, trackOf } from "./device_picker.js";
import { connect, disconnectExcept, drop, handleSignal, replaceTrack } from "./calls.js";
import { draw, mix } from "./pictures.js";
import * as forwarding from "./forwarding.js";

const page = document.documentElement;
const hasFault = (fault) => page.dataset.fault === fault;
const variants = page.dataset.variants.split(" ");
const hasVariant = (variant) => variants.includes(variant);
const byId = (id) => document.getElementById(id);
const templateText = (id) => byId(id).content.textContent;
const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket/${page.dataset.key}`);
const send = (message) => socket.send(JSON.stringify(message));
const signal = (whom, data) => send({ do: "signal", whom, signal: data });

let current = { stage: [], others: [], pieces: {} };
const streams = new Map();  // the streams of others, by person
let chosen = null;  // the own stream in the dialog, or before going live
let live = null;  // the own stream on stage
let connected = false;  // whether connections to the others have been opened
let starting = false;  // whether the devices are being started after the room has put the person on stage
let closed = false;  // whether the dialog was closed without going live

socket.onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.news) byId("news").textContent = message.news;
  if (message.refused) { release(chosen); chosen = null; }
  if (message.signal) await receive(message);
  if (message.pieces) update(message);
};

function update(state) {
  for (const [id, html] of Object.entries(state.pieces)) {
    if (current.pieces[id] !== html || hasVariant("redrawn")) byId(id).innerHTML = html;
  }
  current = { ...state, pieces: { ...current.pieces, ...state.pieces } };
  byId("access").value = current.access;
  const on = current.stage.some(({ id }) => id === current.me);
  if (on && chosen && !byId("ready").open) [live, chosen] = [chosen, null];
  if (!on && live) leaveStage();
  if (on && !live && !chosen && (hasVariant("on-stage-at-once") || hasVariant("host"))) startOnStage();
  updateTiles();
  answerInvitation();
  if (hasVariant("forwarded")) forwarding.publish(current, live, signal);
  else if (live) {
    disconnectExcept(current.others);
    connectToOthers(live, current.others);
  }
}

// The stage

function updateTiles() {
  for (const tile of byId("stage").querySelectorAll("[data-person]")) {
    if (!current.stage.some(({ id }) => id === tile.dataset.person)) removeTile(tile);
  }
  for (const { id, name } of current.stage) {
    if (tileOf(id)) continue;
    byId("stage").append(newTile(id, name));
    play(id);
  }
  if (hasVariant("mixed-voices")) mix([...streams].filter(([id]) => id !== current.me));
  for (const { id, camera } of hasVariant("forwarded") ? current.stage : []) videoIn(tileOf(id)).hidden = !camera;
  const own = videoIn(tileOf(current.me));
  if (own && own.srcObject !== live && !hasFault("black-own-tile")) own.srcObject = live;
}

function removeTile(tile) {
  if (!hasVariant("forwarded")) drop("in", tile.dataset.person);
  streams.delete(tile.dataset.person);
  if (tile.voice) tile.voice.srcObject = null;
  tile.remove();
}

/** Start the devices, after the room has put the person on stage without a dialog. */
async function startOnStage() {
  if (starting) return;
  starting = true;
  const { stream } = await capture();
  starting = false;
  if (!current.stage.some(({ id }) => id === current.me)) return void release(stream);
  live = stream;
  for (const device of Object.keys(KINDS)) watch(trackOf(live, device), true, device);
  update(current);
}

const tileOf = (id) => byId("stage").querySelector(`[data-person="${id}"]`);

const videoIn = (tile) => tile?.video;

function newTile(id, name) {
  const inShadow = hasVariant("shadow-tiles");
  // A figure cannot have a shadow tree.
  const tile = document.createElement(inShadow ? "div" : "figure");
  const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true });
  video.muted = id === current.me || hasVariant("mixed-voices") || hasVariant("forwarded");
  const caption = document.createElement(hasFault("nameless-tiles") ? "div" : "figcaption");
  caption.textContent = name;
  tile.dataset.person = id;
  tile.video = video;
  const style = document.createElement("style");
  style.textContent = "video:not([hidden]) { display: block; width: 100%; aspect-ratio: 4 / 3; }";
  if (inShadow) Object.assign(tile, { role: "figure", ariaLabel: name });
  (inShadow ? tile.attachShadow({ mode: "open" }) : tile).append(...(inShadow ? [style] : []), hasVariant("canvas") ? draw(video) : video, caption);
  return tile;
}

function connectToOthers(stream, others) {
  if (hasFault("no-media-for-late-arrivals") && connected) return;
  connected = true;
  for (const id of others) connect(id, stream, signal);
}

async function receive({ sender, signal: data }) {
  if (hasVariant("forwarded")) return forwarding.handleSignal(sender, data, signal, arrived);
  const onStage = current.stage.some(({ id }) => id === sender);
  if (data.sdp.type === "offer" && !onStage && !hasFault("sends-before-live") && !hasFault("sends-early-to-stage")) return;
  await handleSignal(sender, data, signal, (stream) => {
    streams.set(sender, stream);
    if (tileOf(sender)) play(sender);
    else if (!onStage) Object.assign(new Audio(), { srcObject: stream, autoplay: true });
  });
}

/** Play the media that the relay forwards of a person on stage. */
function arrived(id, stream) {
  streams.set(id, stream);
  if (tileOf(id) && videoIn(tileOf(id)).srcObject !== stream) play(id);
}

function play(id) {
  const video = videoIn(tileOf(id));
  video.srcObject = streams.get(id) ?? null;
  if (hasVariant("mixed-voices")) mix([...streams].filter(([person]) => person !== current.me && tileOf(person)));
  if (hasVariant("forwarded")) listen(id);
  if (hasFault("frozen-pictures")) video.addEventListener("playing", () => video.pause(), { once: true });
}

/** Play the sound separately, since a video element starts only with the first picture. */
function listen(id) {
  const voice = tileOf(id).voice ??= Object.assign(new Audio(), { autoplay: true });
  voice.srcObject = id === current.me || !streams.has(id) ? null : new MediaStream(streams.get(id).getAudioTracks());
}

function leaveStage() {
  disconnect();
  if (!hasFault("devices-stay-on")) release(live);
  live = null;
}

function disconnect() {
  disconnectExcept([]);
  connected = false;
}

// Getting ready

async function getReady() {
  if (hasVariant("on-stage-at-once")) {
    chosen = (await capture()).stream;
    return goLive();
  }
  const ready = byId("ready");
  if (hasFault("opens-only-once") && closed) return;
  ready.returnValue = "";
  for (const device of Object.keys(KINDS)) byId(`${device}-on`).checked = true;
  byId("go").disabled = true;
  ready.showModal();
  const { stream, missing } = await capture();
  if (!ready.open) return void release(stream);
  chosen = stream;
  byId("mirror").srcObject = stream;
  byId("trouble").textContent = missing.map((device) => templateText(`${device}-unusable`)).join(" ");
  await list(stream, hasFault("one-device-each"));
  byId("go").disabled = false;
  if (hasFault("sends-before-live")) connectToOthers(stream, current.others);
  if (hasFault("sends-early-to-stage")) connectToOthers(stream, current.stage.map(({ id }) => id));
}

byId("ready").addEventListener("close", () => {
  byId("mirror").srcObject = null;
  if (byId("ready").returnValue === "live" && chosen) return goLive();
  closed = true;
  const escaped = byId("ready").returnValue !== "cancel";
  if (!hasFault("camera-stays-on") && !(hasFault("escape-keeps-camera") && escaped)) release(chosen);
  chosen = null;
  disconnect();
  answerInvitation();
});

function goLive() {
  const on = (device) => Boolean(trackOf(chosen, device)) && byId(`${device}-on`).checked;
  const devices = { microphone: on("microphone") || hasFault("microphone-always-on"), camera: on("camera") };
  for (const device of Object.keys(KINDS)) watch(trackOf(chosen, device), devices[device], device);
  send({ do: "live", ...devices });
}

for (const device of Object.keys(KINDS)) {
  byId(device).addEventListener("change", async () => {
    exchange(chosen, await requestTrack(device, byId(device).value));
  });
}

// The person's own devices on stage

function watch(track, on, device) {
  if (!track) return;
  track.enabled = on;
  track.onended = () => {
    byId("news").textContent = templateText(`${device}-gone`);
    send({ do: "switch", device, on: false });
  };
}

async function switchDevice(device, on) {
  const track = trackOf(live, device);
  if (on && track?.readyState !== "live") return renew(device);
  if (track && !(hasFault("mute-without-effect") && device === "microphone" && !on)) track.enabled = on;
  send({ do: "switch", device, on });
}

async function renew(device) {
  const track = await requestTrack(device);
  exchange(live, track);
  watch(track, true, device);
  replaceTrack(track);
  send({ do: "switch", device, on: true });
}

navigator.mediaDevices?.addEventListener("devicechange", () => {
  for (const device of Object.keys(KINDS)) if (trackOf(live, device)?.readyState === "ended") renew(device);
});

// Invitations, settings, and presses of buttons

function answerInvitation() {
  const open = byId("ready").open, invitation = byId("invitation");
  if (open && !current.may_join) byId("ready").close("");
  if (current.invited && !open && !chosen && !invitation.open) { invitation.returnValue = ""; invitation.showModal(); }
  if (!current.invited && invitation.open) invitation.close("gone");
}

byId("invitation").addEventListener("cancel", (event) => event.preventDefault());
byId("invitation").addEventListener("close", ({ target: { returnValue } }) => {
  if (returnValue === "yes") getReady();
  if (returnValue === "no") send({ do: "decline" });
});
byId("access").addEventListener("change", ({ target }) => send({ do: "access", access: target.value }));

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button, [role=option]");
  if (!button) return;
  const { open, do: word, whom, switch: device, menu } = button.dataset;
  close(button.closest("[popover], [role=listbox], #lists dialog"));
  if (menu) show(byId(menu));
  if (open === "ready") getReady();
  else if (open) byId(open).showModal();
  if (word) send({ do: word, whom });
  if (device) switchDevice(device, button.getAttribute("aria-pressed") !== "true");
});

const isListbox = (menu) => menu?.getAttribute("role") === "listbox";

function show(menu) {
  if (!isListbox(menu)) return void menu.showModal();
  menu.hidden = false;
  menu.querySelector("[role=option]").focus();
}

function close(menu) {
  if (isListbox(menu)) menu.hidden = true;
  else if (menu instanceof HTMLDialogElement) menu.close();
  else menu?.hidePopover();
}

addEventListener("keydown", ({ key, target }) => {
  const menu = target.closest("[role=listbox]");
  if (!menu) return;
  const next = { ArrowDown: target.nextElementSibling ?? menu.firstElementChild, ArrowUp: target.previousElementSibling ?? menu.lastElementChild };
  if (key === "Escape") close(menu);
  if (key === "Enter" || key === " ") target.click();
  next[key]?.focus();
});

if (hasFault("camera-on-arrival")) capture().then(({ stream }) => { page.stream = stream; });
