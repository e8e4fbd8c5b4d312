/** For each line of stdin, a JSON array `[room, change, own]`, prints the room after both changes; `own` may be null. */

import { createInterface } from "node:readline";

import { changedRoom, withOwnChange } from "../../../../reference_server/static/js/room_changes.js";

for await (const line of createInterface({ input: process.stdin })) {
  const [room, change, own] = JSON.parse(line);
  const changed = changedRoom(room, change);
  console.log(JSON.stringify(own ? withOwnChange(changed, own) : changed));
}
