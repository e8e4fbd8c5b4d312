// A page that is a stage by itself: people whose pictures and voices are made here, and come and go as a test wants.
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
      brush.fillStyle = person.dark ? "black" : `rgb(${colour})`;
      brush.fillRect(0, 0, 64, 48);
      brush.fillStyle = `rgb(${(Date.now() / 8) % 255}, 0, 0)`;  // Something in a corner that moves.
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

  window.theatre = {
    /** Somebody exists; nothing of them is to be seen or heard yet. */
    born: (name, colour, tone) => {
      const person = Object.assign(picture(colour), voice(tone), { elements: [] });
      person.stream = new MediaStream([...person.canvas.captureStream(25).getTracks(), person.track]);
      people[name] = person;
    },
    tile: (name) => {
      const tile = Object.assign(document.createElement("figure"), { ariaLabel: name });
      tile.append(play(name, document.createElement("video"), people[name].stream));
      stage.append(tile);
    },
    /** Their picture without a tile of theirs, and without their voice. */
    poster: (name) => {
      const tracks = people[name].stream.getVideoTracks();
      document.querySelector("aside").append(play(name, document.createElement("video"), new MediaStream(tracks)));
    },
    /** Their voice from an element that stands nowhere. */
    ghost: (name) => play(name, new Audio(), new MediaStream([people[name].track])),
    silent: (name) => { people[name].volume.gain.value = 0; },
    dark: (name) => { people[name].dark = true; },
    /** The picture stands still from now on. */
    frozen: (name) => people[name].elements.forEach((element) => element.pause()),
    gone: (name) => people[name].elements.forEach((element) => {
      element.srcObject = null;
      (element.closest("figure") ?? element).remove();
    }),
    /** Do this once somebody has listened to the page for so many milliseconds. */
    later: (act, name, after) => setTimeout(() => theatre[act](name), after),
  };
})();
