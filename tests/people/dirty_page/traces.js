// Leaves data in each kind of storage that outlasts a document, and returns the data that it finds in each.

/** Return the names of all IndexedDB databases. */
async function readDatabaseNames() {
  const databases = await indexedDB.databases();
  return databases.map(({ name }) => name).join();
}

function createDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("traces", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("store");
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error);
  });
}

/** Connect to the shared worker, and return "reused" if it already had a connection, or else "new". */
function connectToSharedWorker() {
  return new Promise((resolve) => {
    const { port } = new SharedWorker("shared_worker.js");
    port.onmessage = ({ data }) => resolve(data);
    port.start();
  });
}

async function leaveTraces(cookieAttributes = "") {
  document.cookie = `left=yes; max-age=1000; ${cookieAttributes}`;
  localStorage.left = "yes";
  sessionStorage.left = "yes";
  window.name = "left";
  history.pushState({}, "", "?left");
  window.left = "yes";
  await createDatabase();
  await (await caches.open("traces")).put("left", new Response("yes"));
  await navigator.serviceWorker.register("service_worker.js");
  await navigator.serviceWorker.ready;
  await connectToSharedWorker();
  const folder = await navigator.storage.getDirectory();
  await folder.getFileHandle("left", { create: true });
  await navigator.locks.request("left", () => { void navigator.locks.request("held", () => new Promise(() => {})); });
  console.log("left");
}

async function findTraces() {
  const folder = await navigator.storage.getDirectory();
  const files = [];
  for await (const name of folder.keys()) files.push(name);
  const { held } = await navigator.locks.query();
  return {
    cookie: document.cookie,
    localStorage: Object.keys(localStorage).join(),
    sessionStorage: Object.keys(sessionStorage).join(),
    name: window.name,
    history: history.length > 2,
    global: typeof window.left,
    database: await readDatabaseNames(),
    caches: (await caches.keys()).join(),
    serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
    sharedWorker: await connectToSharedWorker(),
    files: files.join(),
    locks: held.map(({ name }) => name).join(),
    query: location.search,
  };
}

function addFrame(url) {
  document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
}
