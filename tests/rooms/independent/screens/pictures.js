// Show pictures and play sound without video elements: draw on canvases, and mix all voices into one stream.

/** Return a canvas that shows the pictures of a video element outside of the page, until the canvas is removed. */
export function showOnCanvas(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  canvas.style.width = "100%";
  const drawing = canvas.getContext("2d");
  const timer = setInterval(() => {
    if (!canvas.isConnected) clearInterval(timer);
    else drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
  }, 80);
  return canvas;
}

const voices = new Map();  // by person's id, the stream and its source in the mix
let audioContext, mixedVoices;

/** Play the voices in these pairs of person's id and stream by one audio element; stop all other voices. */
export function playMixed(streams) {
  audioContext ??= new AudioContext();
  mixedVoices ??= audioContext.createMediaStreamDestination();
  if (!document.getElementById("voices")) {
    document.body.append(Object.assign(document.createElement("audio"), { id: "voices", autoplay: true, srcObject: mixedVoices.stream }));
  }
  const audibleStreams = new Map(streams.filter(([, stream]) => stream.getAudioTracks().length));
  for (const [id, voice] of voices) {
    if (audibleStreams.get(id) === voice.stream) continue;
    voice.source.disconnect();
    voices.delete(id);
  }
  for (const [id, stream] of audibleStreams) {
    if (voices.has(id)) continue;
    const source = audioContext.createMediaStreamSource(stream);
    source.connect(mixedVoices);
    voices.set(id, { stream, source });
  }
}
