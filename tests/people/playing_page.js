// A page that plays generated pictures and tones of people, controlled by a test.
(() => {
  document.body.innerHTML = '<section aria-label="Stage"></section><aside></aside>';
  const stage = document.querySelector("section");
  const context = new AudioContext();
  const people = {};

  const createPicture = (colour) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
    const brush = canvas.getContext("2d");
    const person = { canvas, colour };
    setInterval(() => {
      if (person.isStill) return;
      brush.fillStyle = person.isDark ? "black" : `rgb(${colour})`;
      brush.fillRect(0, 0, 64, 48);
      brush.fillStyle = `rgb(${(Date.now() / 8) % 255}, 0, 0)`;  // A corner that changes, so that frames differ.
      brush.fillRect(0, 0, 4, 4);
    }, 40);
    return person;
  };

  const createTone = (tone) => {
    const oscillator = new OscillatorNode(context, { frequency: tone });
    const volume = new GainNode(context, { gain: 0.3 });
    const destination = new MediaStreamAudioDestinationNode(context);
    oscillator.connect(volume).connect(destination);
    oscillator.start();
    return { volume, track: destination.stream.getAudioTracks()[0] };
  };

  const play = (name, element, stream) => {
    element.autoplay = true;
    element.srcObject = stream;
    people[name].elements.push(element);
    return element;
  };

  window.playing = {
    /** Create a person's picture and tone without playing them. */
    add: (name, colour, tone) => {
      const person = Object.assign(createPicture(colour), createTone(tone), { elements: [] });
      person.stream = new MediaStream([...person.canvas.captureStream(25).getTracks(), person.track]);
      people[name] = person;
    },
    showTile: (name) => {
      const tile = Object.assign(document.createElement("figure"), { ariaLabel: name });
      tile.append(play(name, document.createElement("video"), people[name].stream));
      stage.append(tile);
    },
    /** Draw the person's picture on a canvas in a tile, and play the tone outside it. */
    drawOnCanvas: (name) => {
      const tile = Object.assign(document.createElement("figure"), { ariaLabel: name });
      tile.append(people[name].canvas);
      stage.append(tile);
      people[name].elements.push(people[name].canvas);
      playing.playToneOutside(name);
    },
    /** Add this style sheet to the page, and a paragraph with this text to the tile. */
    styleTile: (name, css, text) => {
      const tile = stage.querySelector(`[aria-label="${name}"]`);
      tile.style.cssText = "position: relative; width: 160px; height: 120px; margin: 0";
      tile.append(Object.assign(document.createElement("p"), { textContent: text }));
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    },
    /** Play the person's picture outside a tile, without the tone. */
    playPictureOutside: (name) => {
      const tracks = people[name].stream.getVideoTracks();
      document.querySelector("aside").append(play(name, document.createElement("video"), new MediaStream(tracks)));
    },
    /** Play the person's tone with an element outside the document. */
    playToneOutside: (name) => play(name, new Audio(), new MediaStream([people[name].track])),
    /**
     * Play the person's tone in a stream that also has a silent track. A MediaStreamAudioSourceNode would choose the
     * silent track, since its id is smaller.
     */
    playToneWithSilence: (name) => {
      const createSilence = () => new MediaStreamAudioDestinationNode(context).stream.getAudioTracks()[0];
      const { track } = people[name];
      let silent = createSilence();
      while (silent.id > track.id) silent = createSilence();
      play(name, new Audio(), new MediaStream([silent, track]));
    },
    /** Lower the person's voice by this number of dB. */
    lower: (name, decibels) => { people[name].volume.gain.value *= 10 ** (-decibels / 20); },
    silence: (name) => { people[name].volume.gain.value = 0; },
    darken: (name) => { people[name].isDark = true; },
    pause: (name) => people[name].elements.forEach((element) => element.pause?.()),
    /** Stop changing the picture. */
    stopChanging: (name) => { people[name].isStill = true; },
    remove: (name) => people[name].elements.forEach((element) => {
      element.srcObject = null;
      (element.closest("figure") ?? element).remove();
    }),
    /** Call the method of this name after the delay in milliseconds. */
    callLater: (method, name, delay) => setTimeout(() => playing[method](name), delay),
  };
})();
