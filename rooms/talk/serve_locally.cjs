/**
 * Loaded by Node.js before Talk's signalling server: serves Talk's pages at the same address, and only on 127.0.0.1.
 *
 * Talk's pages are made for a static site, and name a public signalling server and scripts of other sites. They are served
 * with this server and with the scripts that npm has installed; the script that counts visits is left out.
 */

"use strict";

const fs = require("node:fs");
const http = require("node:http");

const PAGE_CHANGES = [
  [/https:\/\/cdn\.socket\.io\/[\d.]+\//, "node_modules/socket.io-client/dist/"],
  [/https:\/\/unpkg\.com\/vue@3\//, "node_modules/vue/"],
  [/https:\/\/webrtc\.github\.io\/adapter\/adapter-latest\.js/, "node_modules/webrtc-adapter/out/adapter.js"],
  [/<script[^>]*withcabin[^>]*><\/script>/, ""],
];
const SCRIPT_CHANGES = [
  [/(SIGNALLING_SERVER = )".*?"/, "$1location.origin"],
  [/(ICE_SERVERS = )\[[^\]]*\]/, "$1[]"],
];

/** Returns the text of a file with each of the changes, and fails if one of them does not apply. */
function change(file, changes) {
  return changes.reduce((text, [pattern, replacement]) => {
    if (!pattern.test(text)) throw new Error(`${file} has no ${pattern}; is it the documented version of Talk?`);
    return text.replace(pattern, replacement);
  }, fs.readFileSync(file, "utf8"));
}

const page = change("index.html", PAGE_CHANGES);
const script = change("webrtc.js", SCRIPT_CHANGES);
const express = require(require.resolve("express", { paths: [process.cwd()] }));
const createServer = http.createServer;

http.createServer = (app) => {
  app.get("/", (_, response) => response.type("html").send(page));
  app.get("/webrtc.js", (_, response) => response.type("js").send(script));
  app.use(express.static("."));
  const server = createServer(app);
  const listen = server.listen.bind(server);
  server.listen = (port, _, callback) => listen(port, "127.0.0.1", callback);
  return server;
};
