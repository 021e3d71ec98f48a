// Keeps the pages that were read, and all that they used, so that they open without a network.
// Pages come from the network first; files whose names or queries hold a hash come from the cache
// first, for they never change. A new build brings a new BUILD and a new cache; the last one's stays
// until the build after, so that nobody loses in a day what was read the day before.

const BUILD = "{build}";
const PARTNERS = {partners}; // what a page or a module loads later: kept together with it
const NOT_KEPT = {notice};

const { scope } = registration;
const OURS = `gru ${scope} `; // other books on this host keep theirs
const CACHE = OURS + BUILD;
const NEVER_CHANGES = /\.[0-9a-f]{10,64}\.\w+$|[?&](?:digest|v)=[0-9a-f]{8,}$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const same = request.mode !== "navigate" && NEVER_CHANGES.test(request.url);
  event.respondWith(same ? kept(event) : fresh(event));
});

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name))); // the oldest come first
  await clients.claim();
}

// Where a file is kept. A page is one page, whatever is asked of it, and a folder is its index.
function keyOf(address) {
  const url = new URL(address);
  url.hash = "";
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  if (url.pathname.endsWith(".html")) url.search = "";
  return url.href;
}

async function ofThisBuild(address) {
  const cache = await caches.open(CACHE);
  return cache.match(keyOf(address), { ignoreVary: true });
}

// What is kept of this build or of the one before. What never changes is then kept for this one too.
async function found(address) {
  const now = await ofThisBuild(address);
  if (now) return now;
  const before = await caches.match(keyOf(address), { ignoreVary: true });
  if (before && NEVER_CHANGES.test(address)) await keep(address, before.clone());
  return before;
}

async function keep(address, response) {
  if (response.status !== 200 || response.type !== "basic") return;
  try {
    const cache = await caches.open(CACHE);
    await cache.put(keyOf(address), response);
  } catch {} // the disk is full: the page is read, and not kept
}

async function kept(event) {
  return (await found(event.request.url)) ?? fetched(event);
}

async function fresh(event) {
  try {
    return await fetched(event);
  } catch (error) {
    const response = await found(event.request.url);
    if (response) return response;
    if (event.request.mode !== "navigate") throw error;
    const headers = { "Content-Type": "text/html; charset=utf-8" };
    return new Response(NOT_KEPT, { status: 503, headers });
  }
}

async function fetched(event) {
  const response = await fetch(event.request);
  event.waitUntil(keep(event.request.url, response.clone()).then(() => keepPartners(event.request.url)));
  return response;
}

function keepPartners(address) {
  const name = decodeURI(keyOf(address).slice(scope.length));
  const names = PARTNERS[name] ?? PARTNERS[`${name}.html`] ?? []; // some hosts leave the ending out
  return keepAll(names.map((name) => scope + name));
}

// What a page used before this worker was there. The browser has it already, so nothing is loaded
// twice.
async function keepAll(addresses) {
  const ours = addresses.filter((address) => address.startsWith(scope));
  await Promise.all(ours.map(keepOne));
}

async function keepOne(address) {
  if (await ofThisBuild(address)) return;
  try {
    await keep(address, await fetch(address, { cache: "force-cache" }));
    await keepPartners(address);
  } catch {} // no network any more
}
