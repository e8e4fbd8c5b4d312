import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Loudness } from "../../../../reference_server/static/js/track_loudness.js";

/** A fake of the browser's AudioContext, which Node.js does not have. */
class Context {
  static opened = [];
  state = "running";
  closed = false;
  resumed = 0;
  sources = [];

  constructor() {
    Context.opened.push(this);
  }

  createMediaStreamSource(stream) {
    const source = { track: stream.track, connected: false, connect: () => (source.connected = true), disconnect: () => (source.connected = false) };
    this.sources.push(source);
    return source;
  }

  resume() {
    this.resumed += 1;
  }

  close() {
    this.closed = true;
  }
}

let sample = () => 0;

beforeEach(() => {
  Context.opened = [];
  sample = () => 0;
  Object.assign(globalThis, {
    AudioContext: Context,
    AnalyserNode: class {
      getFloatTimeDomainData = (samples) => samples.forEach((_, index) => (samples[index] = sample(index)));
    },
    MediaStream: class {
      constructor([track]) {
        this.track = track;
      }
    },
  });
});

test("without a track the loudness is 0, and no audio context is created", () => {
  assert.equal(new Loudness().of(null), 0);
  assert.deepEqual(Context.opened, []);
});

test("loudness is the root mean square of the samples", () => {
  const loudness = new Loudness();
  sample = (index) => (index % 2 ? 0.5 : -0.5);
  assert.equal(loudness.of({}), 0.5);
  sample = (index) => Math.sin((index * Math.PI * 2 * 8) / 1024);
  assert.ok(Math.abs(loudness.of({}) - Math.SQRT1_2) < 1e-3);
});

test("one context measures one track after another", () => {
  const loudness = new Loudness();
  const tracks = [{ id: "first" }, { id: "second" }];
  loudness.of(tracks[0]);
  loudness.of(tracks[0]);
  loudness.of(tracks[1]);
  const [context, ...others] = Context.opened;
  assert.deepEqual(others, []);
  assert.deepEqual(context.sources.map(({ track, connected }) => [track, connected]), [[tracks[0], false], [tracks[1], true]]);
});

test("a context that the browser has suspended is resumed", () => {
  const loudness = new Loudness();
  loudness.of({});
  Context.opened[0].state = "suspended";
  loudness.of({});
  assert.equal(Context.opened[0].resumed, 1);
});

test("after a stop, measuring opens a new context", () => {
  const loudness = new Loudness();
  const track = {};
  loudness.of(track);
  loudness.stop();
  assert.equal(Context.opened[0].closed, true);
  loudness.of(track);
  assert.equal(Context.opened.length, 2);
});
