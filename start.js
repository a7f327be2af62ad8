// Loads the program of this address. A file of its own, because a strict Content-Security-Policy allows no inline
// script. trunk writes the names of the meeting's two files into the page (Trunk.toml, pattern_script).
const meeting = document.querySelector('meta[name="program"]');
const site = ['/site.js', '/site_bg.wasm'];
// A copy that sw.js has kept, because no server answers: the site's program says so, from the same build.
const isCopy = 'offline' in document.documentElement.dataset;
const isMeeting = /^\/(join\/[^/]+|meet\/[^/]+|left)\/*$/.test(location.pathname);

// The icons, for <use href="#i-…">. Whatever one of them means is said in words too, so nothing waits for them.
fetch('/icons.svg')
  .then((answer) => answer.text())
  .then((text) => {
    const icons = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    // A host that answers every path with a page does not have the file.
    if (icons.localName === 'svg') document.body.prepend(icons);
  })
  .catch(() => {});

// The style sheets that only the pages around meetings need. Nothing is shown before they are there, or cannot be had.
const enable = (sheet) =>
  new Promise((done) => {
    sheet.onload = sheet.onerror = done;
    sheet.disabled = false;
    setTimeout(done, 3000);
  });
const dress = () => Promise.all([...document.querySelectorAll('link[disabled]')].map(enable));

const load = async ([bindings, wasm], dressed) => {
  // Both at once: the program does not wait for its bindings.
  const fetched = fetch(wasm);
  const program = await import(bindings);
  await dressed;
  await program.default({ module_or_path: fetched });
};

if (isCopy) {
  addEventListener('online', () => location.reload());
  await load(site.map((file) => file + '?kept'), dress());
} else if (isMeeting) {
  // What is shown beside a meeting is the other program's.
  addEventListener('beside', () => load(site, dress()), { once: true });
  await load([meeting.content, meeting.dataset.wasm]);
} else {
  await load(site, dress());
  // Most who are here go into a meeting next: its program comes while they read.
  for (const href of [meeting.content, meeting.dataset.wasm, meeting.dataset.call].filter(Boolean)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href }));
  }
  // Where there is none, as in development, everything works as well.
  navigator.serviceWorker?.register('/sw.js').catch(() => {});
}
