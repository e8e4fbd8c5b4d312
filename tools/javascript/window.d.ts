/** What the suite's scripts add to a page's window; each is absent until its script has run. */

/** What people/probe.js records. */
export interface Recordings {
  tracks: MediaStreamTrack[];
  peerConnections: RTCPeerConnection[];
  sent: { data: string | BufferSource | Blob }[];
  received: string[];
  shownTexts: string[];
  announced: string[];
  /** The messages shown since the page was opened; `at` is in ms since 1970. */
  messages: { at: number; text: string }[];
  images: { at: number; name: string; regions: string[] }[];
  players: Set<HTMLMediaElement>;
  ignoresMessages?: boolean;
}

/** The recordings, and operations on the page's WebSockets. */
export interface Probe extends Recordings {
  /** Send data over the page's latest WebSocket that has sent the same type of data. */
  sendRaw(data: string | BufferSource | Blob): void;
  isConnected(): boolean;
  /** Whether no open WebSocket of the page has messages left to send. */
  hasSentEverything(): boolean;
  /** Is called with each binary message that the page receives. */
  onBinaryMessage?: (data: ArrayBuffer) => void;
}

/** The outcome of one press, as pages/presses.js returns it. */
export interface PressOutcome {
  isReceived: boolean;
  /** The element that received the press instead. */
  receivedInstead: string;
}

export interface PressWatch {
  outcome(): Promise<PressOutcome>;
}

declare global {
  interface Window {
    stagedoorProbe?: Probe;
    stagedoorOfferForger?: object;
    stagedoorPublicationForger?: object;
    stagedoorMediaAnalysis?: object;
    stagedoorPresses?: { watch(element: Element): PressWatch };
    stagedoorReach?: object;
    livingDocsScreen?: object;
    livingDocsChanged?: (message: string) => void;
  }
}
