// A person's page: puts in place what the server has made, and carries pictures and voices from page to page.
import { KINDS, capture, exchange, list, requestTrack, release, trackOf } from "./device_picker.js";
import { call, callOnly, drop, hear, swap } from "./calls.js";
import { draw, mix } from "./pictures.js";
import * as forwarding from "./forwarding.js";

const page = document.documentElement;
const wrong = (fault) => page.dataset.fault === fault;
const variants = page.dataset.variants.split(" ");
const written = (variant) => variants.includes(variant);
const place = (id) => document.getElementById(id);
const textOf = (id) => place(id).content.textContent;
const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket/${page.dataset.key}`);
const send = (message) => socket.send(JSON.stringify(message));
const signal = (whom, data) => send({ do: "signal", whom, signal: data });

let now = { stage: [], others: [], pieces: {} };
const streams = new Map();  // what comes from others, by person
let chosen = null;  // the stream of the window, or of somebody about to be on stage
let live = null;  // the stream of somebody on stage
let called = false;  // whether those who were there have been called
let starting = false;  // whether the devices of somebody put on stage are being started
let closed = false;  // whether the window was closed without going live

socket.onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.news) place("news").textContent = message.news;
  if (message.refused) { release(chosen); chosen = null; }
  if (message.signal) await receive(message);
  if (message.pieces) settle(message);
};

function settle(state) {
  for (const [id, html] of Object.entries(state.pieces)) {
    if (now.pieces[id] !== html || written("redrawn")) place(id).innerHTML = html;
  }
  now = { ...state, pieces: { ...now.pieces, ...state.pieces } };
  place("access").value = now.access;
  const on = now.stage.some(({ id }) => id === now.me);
  if (on && chosen && !place("ready").open) [live, chosen] = [chosen, null];
  if (!on && live) leaveStage();
  if (on && !live && !chosen && (written("on-stage-at-once") || written("host"))) startOnStage();
  tiles();
  answerInvitation();
  if (written("forwarded")) forwarding.publish(now, live, signal);
  else if (live) {
    callOnly(now.others);
    callOthers(live, now.others);
  }
}

// The stage

function tiles() {
  for (const tile of place("stage").querySelectorAll("[data-person]")) {
    if (!now.stage.some(({ id }) => id === tile.dataset.person)) off(tile);
  }
  for (const { id, name } of now.stage) {
    if (tileOf(id)) continue;
    place("stage").append(newTile(id, name));
    play(id);
  }
  if (written("mixed-voices")) mix([...streams].filter(([id]) => id !== now.me));
  for (const { id, camera } of written("forwarded") ? now.stage : []) videoIn(tileOf(id)).hidden = !camera;
  const own = videoIn(tileOf(now.me));
  if (own && own.srcObject !== live && !wrong("dark-mirror")) own.srcObject = live;
}

function off(tile) {
  if (!written("forwarded")) drop("in", tile.dataset.person);
  streams.delete(tile.dataset.person);
  if (tile.voice) tile.voice.srcObject = null;
  tile.remove();
}

/** Start the devices of somebody whom the room has put on stage. */
async function startOnStage() {
  if (starting) return;
  starting = true;
  const { stream } = await capture();
  starting = false;
  if (!now.stage.some(({ id }) => id === now.me)) return void release(stream);
  live = stream;
  for (const device of Object.keys(KINDS)) watch(trackOf(live, device), true, device);
  settle(now);
}

const tileOf = (id) => place("stage").querySelector(`[data-person="${id}"]`);

const videoIn = (tile) => tile?.video;

function newTile(id, name) {
  const inShadow = written("shadow-tiles");
  // A figure cannot have a shadow tree.
  const tile = document.createElement(inShadow ? "div" : "figure");
  const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true });
  video.muted = id === now.me || written("mixed-voices") || written("forwarded");
  const caption = document.createElement(wrong("nameless-tiles") ? "div" : "figcaption");
  caption.textContent = name;
  tile.dataset.person = id;
  tile.video = video;
  const style = document.createElement("style");
  style.textContent = "video:not([hidden]) { display: block; width: 100%; aspect-ratio: 4 / 3; }";
  if (inShadow) Object.assign(tile, { role: "figure", ariaLabel: name });
  (inShadow ? tile.attachShadow({ mode: "open" }) : tile).append(...(inShadow ? [style] : []), written("canvas") ? draw(video) : video, caption);
  return tile;
}

function callOthers(stream, others) {
  if (wrong("late-comers-see-nobody") && called) return;
  called = true;
  for (const id of others) call(id, stream, signal);
}

async function receive({ sender, signal: data }) {
  if (written("forwarded")) return forwarding.hear(sender, data, signal, arrived);
  const onStage = now.stage.some(({ id }) => id === sender);
  if (data.sdp.type === "offer" && !onStage && !wrong("sends-before-live") && !wrong("sends-early-to-stage")) return;
  await hear(sender, data, signal, (stream) => {
    streams.set(sender, stream);
    if (tileOf(sender)) play(sender);
    else if (!onStage) Object.assign(new Audio(), { srcObject: stream, autoplay: true });
  });
}

/** Play what one page forwards of somebody on stage. */
function arrived(id, stream) {
  streams.set(id, stream);
  if (tileOf(id) && videoIn(tileOf(id)).srcObject !== stream) play(id);
}

function play(id) {
  const video = videoIn(tileOf(id));
  video.srcObject = streams.get(id) ?? null;
  if (written("mixed-voices")) mix([...streams].filter(([person]) => person !== now.me && tileOf(person)));
  if (written("forwarded")) listen(id);
  if (wrong("frozen-pictures")) video.addEventListener("playing", () => video.pause(), { once: true });
}

/** Play the voice apart from the picture, which does not begin before there is a first frame. */
function listen(id) {
  const voice = tileOf(id).voice ??= Object.assign(new Audio(), { autoplay: true });
  voice.srcObject = id === now.me || !streams.has(id) ? null : new MediaStream(streams.get(id).getAudioTracks());
}

function leaveStage() {
  hangUp();
  if (!wrong("devices-stay-on")) release(live);
  live = null;
}

function hangUp() {
  callOnly([]);
  called = false;
}

// Getting ready

async function getReady() {
  if (written("on-stage-at-once")) {
    chosen = (await capture()).stream;
    return goLive();
  }
  const ready = place("ready");
  if (wrong("second-time-stuck") && closed) return;
  ready.returnValue = "";
  for (const device of Object.keys(KINDS)) place(`${device}-on`).checked = true;
  place("go").disabled = true;
  ready.showModal();
  const { stream, missing } = await capture();
  if (!ready.open) return void release(stream);
  chosen = stream;
  place("mirror").srcObject = stream;
  place("trouble").textContent = missing.map((device) => textOf(`${device}-unusable`)).join(" ");
  await list(stream, wrong("one-device-each"));
  place("go").disabled = false;
  if (wrong("sends-before-live")) callOthers(stream, now.others);
  if (wrong("sends-early-to-stage")) callOthers(stream, now.stage.map(({ id }) => id));
}

place("ready").addEventListener("close", () => {
  place("mirror").srcObject = null;
  if (place("ready").returnValue === "live" && chosen) return goLive();
  closed = true;
  const escaped = place("ready").returnValue !== "cancel";
  if (!wrong("camera-stays-on") && !(wrong("escape-keeps-camera") && escaped)) release(chosen);
  chosen = null;
  hangUp();
  answerInvitation();
});

function goLive() {
  const on = (device) => Boolean(trackOf(chosen, device)) && place(`${device}-on`).checked;
  const wanted = { microphone: on("microphone") || wrong("microphone-always-on"), camera: on("camera") };
  for (const device of Object.keys(KINDS)) watch(trackOf(chosen, device), wanted[device], device);
  send({ do: "live", ...wanted });
}

for (const device of Object.keys(KINDS)) {
  place(device).addEventListener("change", async () => {
    exchange(chosen, await requestTrack(device, place(device).value));
  });
}

// One's own devices on stage

function watch(track, on, device) {
  if (!track) return;
  track.enabled = on;
  track.onended = () => {
    place("news").textContent = textOf(`${device}-gone`);
    send({ do: "switch", device, on: false });
  };
}

async function turn(device, on) {
  const track = trackOf(live, device);
  if (on && track?.readyState !== "live") return renew(device);
  if (track && !(wrong("muted-for-show") && device === "microphone" && !on)) track.enabled = on;
  send({ do: "switch", device, on });
}

async function renew(device) {
  const track = await requestTrack(device);
  exchange(live, track);
  watch(track, true, device);
  swap(track);
  send({ do: "switch", device, on: true });
}

navigator.mediaDevices?.addEventListener("devicechange", () => {
  for (const device of Object.keys(KINDS)) if (trackOf(live, device)?.readyState === "ended") renew(device);
});

// Invitations, settings, and presses of buttons

function answerInvitation() {
  const open = place("ready").open, asked = place("invitation");
  if (open && !now.may_join) place("ready").close("");
  if (now.invited && !open && !chosen && !asked.open) { asked.returnValue = ""; asked.showModal(); }
  if (!now.invited && asked.open) asked.close("gone");
}

place("invitation").addEventListener("cancel", (event) => event.preventDefault());
place("invitation").addEventListener("close", ({ target: { returnValue } }) => {
  if (returnValue === "yes") getReady();
  if (returnValue === "no") send({ do: "decline" });
});
place("access").addEventListener("change", ({ target }) => send({ do: "access", access: target.value }));

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button, [role=option]");
  if (!button) return;
  const { open, do: word, whom, switch: device, menu } = button.dataset;
  close(button.closest("[popover], [role=listbox], #lists dialog"));
  if (menu) show(place(menu));
  if (open === "ready") getReady();
  else if (open) place(open).showModal();
  if (word) send({ do: word, whom });
  if (device) turn(device, button.getAttribute("aria-pressed") !== "true");
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

if (wrong("camera-on-arrival")) capture().then(({ stream }) => { page.stream = stream; });
