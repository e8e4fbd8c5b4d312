/** What the suite's scripts add to a page's window; each is absent until its script has run. */

/** What people/probe.js records. */
export interface Recordings {
  tracks: MediaStreamTrack[];
  peerConnections: RTCPeerConnection[];
  sent: { data: string | BufferSource | Blob }[];
  received: string[];
  shownTexts: string[];
  announced: string[];
  /** Those shown since the page was opened; `at` is in ms since 1970. */
  messages: { at: number; text: string }[];
  images: { at: number; name: string; regions: string[] }[];
  players: Set<HTMLMediaElement>;
  ignoresMessages?: boolean;
}

/** Its recordings, and what it can do with the page's WebSockets. */
export interface Probe extends Recordings {
  repeat(data: string | BufferSource | Blob): void;
  connected(): boolean;
  /** Is called with each binary message that the page receives. */
  tookBinary?: (data: ArrayBuffer) => void;
}

/** What pages/presses.js returns of one press. */
export interface PressOutcome {
  landed: boolean;
  /** What received the press otherwise. */
  instead: string;
}

export interface PressWatch {
  outcome(): Promise<PressOutcome>;
}

declare global {
  interface Window {
    stagedoorProbe?: Probe;
    stagedoorCallForger?: object;
    stagedoorPublicationForger?: object;
    stagedoorMediaAnalysis?: object;
    stagedoorPresses?: { watch(element: Element): PressWatch };
    stagedoorReach?: object;
    livingDocsScreen?: object;
    livingDocsChanged?: (message: string) => void;
  }
}
