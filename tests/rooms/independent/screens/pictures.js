// Show pictures and play sound without video elements: draw on canvases, and mix all voices into one stream.

/** Return a canvas that shows the video, which is not in the page, as long as the canvas is in the page. */
export function draw(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  canvas.style.width = "100%";
  const brush = canvas.getContext("2d");
  const timer = setInterval(() => {
    if (!canvas.isConnected) clearInterval(timer);
    else brush.drawImage(video, 0, 0, canvas.width, canvas.height);
  }, 80);
  return canvas;
}

const voices = new Map();  // by person, the stream and its source in the mix
let context, mixed;

/** Play the voices of these people, given as pairs of id and stream, with one element. */
export function mix(streams) {
  context ??= new AudioContext();
  mixed ??= context.createMediaStreamDestination();
  if (!document.getElementById("voices")) {
    document.body.append(Object.assign(document.createElement("audio"), { id: "voices", autoplay: true, srcObject: mixed.stream }));
  }
  const current = new Map(streams.filter(([, stream]) => stream.getAudioTracks().length));
  for (const [id, voice] of voices) {
    if (current.get(id) === voice.stream) continue;
    voice.source.disconnect();
    voices.delete(id);
  }
  for (const [id, stream] of current) {
    if (voices.has(id)) continue;
    const source = context.createMediaStreamSource(stream);
    source.connect(mixed);
    voices.set(id, { stream, source });
  }
}
