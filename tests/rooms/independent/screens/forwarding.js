// Sends and receives media through the relay (relay.js), as through an SFU: with one connection in each direction, whose
// tracks are replaced, paused and resumed.
import { trackOf } from "./device_picker.js";
import { answerTo, complete, connectionOf, feed, pairsOf } from "./tracks.js";

const tracksOf = (stream) => ({ audio: trackOf(stream, "microphone"), video: trackOf(stream, "camera") });

let subscribed = false;  // whether the relay has been asked for the media of the others
let upload = null;
let pairs = [];  // pairs of tracks from the relay, each with the media of one person at a time
let assigned = [];  // for each pair, the id of the person whose media it is

/** Send the devices that are on. `live` is the person's stream, or null if the person is not on stage. */
export function publish({ me, stage, relay }, live, signal) {
  if (!subscribed) signal(relay, { hello: true });
  subscribed = true;
  if (!upload && !live) return;
  if (!upload) {
    upload = connectionOf(1);
    offer(relay, signal);
  }
  const person = stage.find(({ id }) => id === me);
  const { audio, video } = tracksOf(live);
  feed(upload, 0, { audio: person?.microphone ? audio : null, video: person?.camera ? video : null });
}

async function offer(relay, signal) {
  await upload.setLocalDescription();
  signal(relay, { sdp: await complete(upload) });
}

/** Process an answer, an offer, or the assignment of pairs to people; `arrived` is called with each person's media. */
export async function handleSignal(sender, data, signal, arrived) {
  if (data.assigned) assigned = data.assigned;
  else if (data.sdp.type === "answer") return upload.setRemoteDescription(data.sdp);
  else pairs = pairsOf(await answerTo(data, (reply) => signal(sender, reply)));
  assigned.forEach((person, pair) => { if (person && pairs[pair]) arrived(person, pairs[pair].stream); });
}
