// The page around LiveKit's own room interface: PreJoin, then VideoConference. Viewers give their name and watch.

import { LiveKitRoom, PreJoin, VideoConference } from "@livekit/components-react";
import "@livekit/components-styles";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";

const LINK = `/api/links/${location.pathname.split("/").pop()}`;

const answerOf = async (address, options) => {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

function ViewersEntry({ onName }) {
  const enter = (event) => {
    event.preventDefault();
    onName(new FormData(event.target).get("name").trim());
  };
  return (
    <form className="own" onSubmit={enter}>
      <label htmlFor="name">Username</label>
      <input id="name" name="name" required autoComplete="off" />
      <button type="submit">Enter</button>
    </form>
  );
}

function Left() {
  return (
    <div className="own">
      <p>You have left the room.</p>
      <button type="button" onClick={() => location.reload()}>Come back</button>
    </div>
  );
}

function Conference({ choices, access, onLeft }) {
  const options = useMemo(() => ({
    videoCaptureDefaults: { deviceId: choices.videoDeviceId || undefined },
    audioCaptureDefaults: { deviceId: choices.audioDeviceId || undefined },
  }), [choices]);
  return (
    <LiveKitRoom
      serverUrl={access.address}
      token={access.token}
      audio={choices.audioEnabled}
      video={choices.videoEnabled}
      options={options}
      onDisconnected={onLeft}
    >
      <VideoConference />
    </LiveKitRoom>
  );
}

function Room({ publishes }) {
  const [entered, setEntered] = useState();
  const [hasLeft, setHasLeft] = useState(false);
  const enter = async (choices) => {
    const body = JSON.stringify({ name: choices.username });
    setEntered({ choices, access: await answerOf(`${LINK}/token`, { method: "POST", body }) });
  };
  if (hasLeft) return <Left />;
  if (entered) return <Conference {...entered} onLeft={() => setHasLeft(true)} />;
  if (publishes) return <PreJoin onSubmit={enter} onError={(error) => console.warn(error)} />;
  return <ViewersEntry onName={(username) => enter({ username, audioEnabled: false, videoEnabled: false })} />;
}

const { publishes } = await answerOf(LINK);
createRoot(document.getElementById("room")).render(<Room publishes={publishes} />);
