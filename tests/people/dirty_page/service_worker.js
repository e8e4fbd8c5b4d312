addEventListener("activate", (event) => event.waitUntil(clients.claim()));
