export * from "livekit-client";
