// The relay forwards the media of people on stage to everybody else, as an SFU does. The room's server runs it in a browser.
import { answerTo, complete, connectionOf, feed, pairsOf } from "./tracks.js";

const PAIRS = 4;  // the most people whose media a page can receive
const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket/${document.documentElement.dataset.key}`);
const signal = (whom, data) => socket.send(JSON.stringify({ do: "signal", whom, signal: data }));
const uploads = new Map();  // by person, {connection, audio, video, player}
const downloads = new Map();  // by person, {connection, assigned: for each pair, the id of the person whose media it is}
let stage = [];

socket.onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.stage) {
    stage = message.stage;
    for (const links of [uploads, downloads]) {
      for (const id of links.keys()) if (!message.people.includes(id)) drop(links, id);
    }
  } else if (message.signal.hello) await subscribe(message.sender);
  else if (message.signal.sdp.type === "answer") await downloads.get(message.sender)?.connection.setRemoteDescription(message.signal.sdp);
  else await receive(message.sender, message.signal);
  for (const id of downloads.keys()) forward(id);
};

function drop(links, id) {
  links.get(id)?.connection.close();
  links.delete(id);
}

async function subscribe(id) {
  drop(downloads, id);
  const connection = connectionOf(PAIRS);
  downloads.set(id, { connection, assigned: Array(PAIRS).fill(null) });
  await connection.setLocalDescription();
  signal(id, { sdp: await complete(connection) });
}

async function receive(id, offer) {
  const connection = await answerTo(offer, (reply) => signal(id, reply));
  drop(uploads, id);
  const [{ audio, video, stream }] = pairsOf(connection);
  // Chromium forwards a voice only while something plays it.
  const player = Object.assign(new Audio(), { srcObject: stream, muted: true, autoplay: true });
  uploads.set(id, { connection, audio, video, player });
}

/** Send this person the media of the others on stage. People keep their pair of tracks; new ones get a free pair. */
function forward(id) {
  const download = downloads.get(id);
  const others = new Map(stage.filter((person) => person.id !== id).map((person) => [person.id, person]));
  const assigned = download.assigned.map((person) => others.has(person) ? person : null);
  for (const person of others.keys()) {
    if (!assigned.includes(person) && assigned.includes(null)) assigned[assigned.indexOf(null)] = person;
  }
  assigned.forEach((person, pair) => feed(download.connection, pair, tracksOn(others.get(person))));
  if (assigned.join() !== download.assigned.join()) signal(id, { assigned });
  download.assigned = assigned;
}

/** Return the tracks of the person's devices that are on. */
function tracksOn(person) {
  const upload = person && uploads.get(person.id);
  return upload && { audio: person.microphone ? upload.audio : null, video: person.camera ? upload.video : null };
}
