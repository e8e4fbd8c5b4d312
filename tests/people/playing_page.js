// A page that plays generated pictures and tones of people, controlled by a test.
(() => {
  document.body.innerHTML = '<section aria-label="Stage"></section><aside></aside>';
  const stage = document.querySelector("section");
  const context = new AudioContext();
  const people = {};

  const picture = (colour) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
    const brush = canvas.getContext("2d");
    const person = { canvas, colour };
    setInterval(() => {
      if (person.still) return;
      brush.fillStyle = person.dark ? "black" : `rgb(${colour})`;
      brush.fillRect(0, 0, 64, 48);
      brush.fillStyle = `rgb(${(Date.now() / 8) % 255}, 0, 0)`;  // A corner that changes, so that frames differ.
      brush.fillRect(0, 0, 4, 4);
    }, 40);
    return person;
  };

  const voice = (tone) => {
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
      const person = Object.assign(picture(colour), voice(tone), { elements: [] });
      person.stream = new MediaStream([...person.canvas.captureStream(25).getTracks(), person.track]);
      people[name] = person;
    },
    tile: (name) => {
      const tile = Object.assign(document.createElement("figure"), { ariaLabel: name });
      tile.append(play(name, document.createElement("video"), people[name].stream));
      stage.append(tile);
    },
    /** Draw the person's picture on a canvas in a tile, and play the tone outside it. */
    drawn: (name) => {
      const tile = Object.assign(document.createElement("figure"), { ariaLabel: name });
      tile.append(people[name].canvas);
      stage.append(tile);
      people[name].elements.push(people[name].canvas);
      playing.ghost(name);
    },
    /** Add this style sheet, and a paragraph with this text to the tile. */
    styled: (name, css, text) => {
      const tile = stage.querySelector(`[aria-label="${name}"]`);
      tile.style.cssText = "position: relative; width: 160px; height: 120px; margin: 0";
      tile.append(Object.assign(document.createElement("p"), { textContent: text }));
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    },
    /** Play the person's picture outside a tile, without the tone. */
    poster: (name) => {
      const tracks = people[name].stream.getVideoTracks();
      document.querySelector("aside").append(play(name, document.createElement("video"), new MediaStream(tracks)));
    },
    /** Play the person's tone with an element outside the document. */
    ghost: (name) => play(name, new Audio(), new MediaStream([people[name].track])),
    /** Play the person's tone in a stream with a silent track of a smaller id, which a source node would choose. */
    behind: (name) => {
      const silence = () => new MediaStreamAudioDestinationNode(context).stream.getAudioTracks()[0];
      const { track } = people[name];
      let silent = silence();
      while (silent.id > track.id) silent = silence();
      play(name, new Audio(), new MediaStream([silent, track]));
    },
    silent: (name) => { people[name].volume.gain.value = 0; },
    dark: (name) => { people[name].dark = true; },
    /** Pause the elements. */
    frozen: (name) => people[name].elements.forEach((element) => element.pause?.()),
    /** Stop changing the picture. */
    still: (name) => { people[name].still = true; },
    gone: (name) => people[name].elements.forEach((element) => {
      element.srcObject = null;
      (element.closest("figure") ?? element).remove();
    }),
    /** Call the function `act` after this many milliseconds. */
    later: (act, name, after) => setTimeout(() => playing[act](name), after),
  };
})();
