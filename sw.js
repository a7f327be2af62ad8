// Keeps one build of the program for when there is no network. What a server answers is never kept, and while there is a
// network, pages come from it, so nobody sees an old build. `cargo xtask dist` writes the next two lines.
const BUILD = '';
const FILES = [];

const NAME = `charlaton-${BUILD}`;
// The page of every address.
const SHELL = '/';
// What is in such a file never changes.
const HASHED = /-[0-9a-f]{8,16}(_bg)?\.(js|wasm|css|svg)$/;

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil(tidy()));
addEventListener('message', ({ data }) => data === 'activate' && skipWaiting());

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (!pathname.includes('.') && !pathname.startsWith('/api/')) event.respondWith(page(event));
  } else if (HASHED.test(pathname) || search === '?kept') {
    event.respondWith(kept(pathname).then((response) => response ?? fetch(request)));
  } else if (pathname.startsWith('/fonts/') || pathname === '/icons.svg') {
    event.respondWith(fetch(request).catch(async () => (await kept(pathname)) ?? Response.error()));
  }
});

async function keep() {
  const cache = await caches.open(NAME);
  await Promise.all([SHELL, ...FILES].map(async (path) => {
    const response = await fetch(path, { cache: HASHED.test(path) ? 'default' : 'no-cache' });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await cache.put(path, response);
  }));
  // While a new build is being put in place, its page may come before its worker, or after it. Then another try follows.
  const html = await (await cache.match(SHELL)).text();
  if (!html.includes(BUILD)) throw new Error('the page is of another build');
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith('charlaton-') && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The page is asked for while the worker starts.
  await registration.navigationPreload?.enable();
}

async function page(event) {
  try {
    const response = (await event.preloadResponse) ?? (await fetch(event.request));
    // What a proxy says for a server that is away.
    if (![502, 503, 504].includes(response.status)) return response;
    return (await offline()) ?? response;
  } catch (error) {
    const copy = await offline();
    if (!copy) throw error;
    return copy;
  }
}

// The kept page, marked, so that the program does not take the server for there.
async function offline() {
  const copy = await kept(SHELL);
  if (!copy) return undefined;
  const headers = new Headers(copy.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response((await copy.text()).replace('<html', '<html data-offline'), { headers });
}

async function kept(path) {
  return (await caches.open(NAME)).match(path);
}
