// Media by way of the relay (relay.js), as by an SFU: one connection in either direction, whose tracks are replaced,
// paused and resumed.
import { trackOf } from "./device_picker.js";
import { answerTo, complete, connectionOf, feed, pairsOf } from "./tracks.js";

const tracksOf = (stream) => ({ audio: trackOf(stream, "microphone"), video: trackOf(stream, "camera") });

let greeted = false;  // whether the relay has been asked for the media of the others
let upload = null;
let pairs = [];  // what comes from the relay: pairs of tracks, each the media of one person at a time
let assigned = [];  // by pair, the person whose media it is

/** Send the devices that are on, and nothing while not on stage. `live`: the stream of somebody on stage. */
export function publish({ me, stage, relay }, live, signal) {
  if (!greeted) signal(relay, { hello: true });
  greeted = true;
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

/** Take an answer, an offer, or who is on which pair of tracks; `arrived` gets each person's media. */
export async function hear(sender, data, signal, arrived) {
  if (data.assigned) assigned = data.assigned;
  else if (data.sdp.type === "answer") return upload.setRemoteDescription(data.sdp);
  else pairs = pairsOf(await answerTo(data, (reply) => signal(sender, reply)));
  assigned.forEach((person, pair) => { if (person && pairs[pair]) arrived(person, pairs[pair].stream); });
}
