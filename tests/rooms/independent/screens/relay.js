// The relay forwards the media of people on stage to everybody else, as an SFU does. The room's server runs it in a browser.
import { answerOffer, completeDescription, createConnection, receivedPairs, sendPair } from "./tracks.js";

const PAIRS = 4;  // the largest number of people whose media a page can receive
const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket/${document.documentElement.dataset.key}`);
const signal = (target, data) => socket.send(JSON.stringify({ command: "signal", target, signal: data }));
const uploads = new Map();  // by person's id, {connection, audio, video, player}
const downloads = new Map();  // by person's id, {connection, assignment: for each pair, the id of the person on it}
let stage = [];

socket.onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.stage) {
    stage = message.stage;
    for (const connections of [uploads, downloads]) {
      for (const id of connections.keys()) if (!message.people.includes(id)) closeConnection(connections, id);
    }
  } else if (message.signal.subscribe) await sendMediaTo(message.sender);
  else if (message.signal.sdp.type === "answer") await downloads.get(message.sender)?.connection.setRemoteDescription(message.signal.sdp);
  else await receiveMediaOf(message.sender, message.signal);
  for (const id of downloads.keys()) forwardTo(id);
};

function closeConnection(connections, id) {
  connections.get(id)?.connection.close();
  connections.delete(id);
}

async function sendMediaTo(id) {
  closeConnection(downloads, id);
  const connection = createConnection(PAIRS);
  downloads.set(id, { connection, assignment: Array(PAIRS).fill(null) });
  await connection.setLocalDescription();
  signal(id, { sdp: await completeDescription(connection) });
}

async function receiveMediaOf(id, offer) {
  const connection = await answerOffer(offer, (answer) => signal(id, answer));
  closeConnection(uploads, id);
  const [{ audio, video, stream }] = receivedPairs(connection);
  // Chromium forwards a voice only while something plays it.
  const player = Object.assign(new Audio(), { srcObject: stream, muted: true, autoplay: true });
  uploads.set(id, { connection, audio, video, player });
}

/** Send this person the media of the others on stage. People keep their pair of tracks; a newcomer gets a free pair. */
function forwardTo(id) {
  const download = downloads.get(id);
  const others = new Map(stage.filter((person) => person.id !== id).map((person) => [person.id, person]));
  const assignment = download.assignment.map((person) => others.has(person) ? person : null);
  for (const person of others.keys()) {
    if (!assignment.includes(person) && assignment.includes(null)) assignment[assignment.indexOf(null)] = person;
  }
  assignment.forEach((person, pair) => sendPair(download.connection, pair, activeTracks(others.get(person))));
  if (assignment.join() !== download.assignment.join()) signal(id, { assignment });
  download.assignment = assignment;
}

/** Return the tracks of the person's devices that are on. */
function activeTracks(person) {
  const upload = person && uploads.get(person.id);
  return upload && { audio: person.microphone ? upload.audio : null, video: person.camera ? upload.video : null };
}
