// Sends and receives media through the relay (relay.js), as through an SFU: with one connection in each direction, whose
// tracks are replaced, paused and resumed.
import { trackOf } from "./device_picker.js";
import { answerOffer, completeDescription, createConnection, receivedPairs, sendPair } from "./tracks.js";

const tracksOf = (stream) => ({ audio: trackOf(stream, "microphone"), video: trackOf(stream, "camera") });

let hasSubscribed = false;  // whether this page has requested the others' media from the relay
let upload = null;  // the connection to the relay
let pairs = [];  // pairs of tracks from the relay, each with the media of one person at a time
let assignment = [];  // for each pair, the id of the person whose media it contains

/** Send the media of the devices that are on. `liveStream` is null if the person is not on stage. */
export function publish({ me, stage, relay }, liveStream, signal) {
  if (!hasSubscribed) signal(relay, { subscribe: true });
  hasSubscribed = true;
  if (!upload && !liveStream) return;
  if (!upload) {
    upload = createConnection(1);
    sendOffer(relay, signal);
  }
  const person = stage.find(({ id }) => id === me);
  const { audio, video } = tracksOf(liveStream);
  sendPair(upload, 0, { audio: person?.microphone ? audio : null, video: person?.camera ? video : null });
}

async function sendOffer(relay, signal) {
  await upload.setLocalDescription();
  signal(relay, { sdp: await completeDescription(upload) });
}

/** Process an answer, an offer, or the assignment of pairs to people; `onMedia` is called with each person's media. */
export async function handleSignal(sender, data, signal, onMedia) {
  if (data.assignment) assignment = data.assignment;
  else if (data.sdp.type === "answer") return upload.setRemoteDescription(data.sdp);
  else pairs = receivedPairs(await answerOffer(data, (answer) => signal(sender, answer)));
  assignment.forEach((person, pair) => { if (person && pairs[pair]) onMedia(person, pairs[pair].stream); });
}
