// Shows how the page of this address begins, and loads its program. A file of its own, because a strict
// Content-Security-Policy allows no inline script. trunk writes the names of the meeting's two files into the page
// (Trunk.toml, pattern_script).
const meeting = document.querySelector('meta[name="program"]');
const site = ['/site.js', '/site_bg.wasm'];
// A copy that sw.js has kept, because no server answers: the site's program says so, from the same build.
const isCopy = 'offline' in document.documentElement.dataset;
const isMeeting = /^\/(join\/[^/]+|meet\/[^/]+|left)\/*$/.test(location.pathname);

// Until the program is there, which takes seconds on a slow connection. Theme and language are chosen as it will do it,
// from what it has kept.
const root = document.documentElement;
const kept = (name) => {
  try {
    return JSON.parse(localStorage.getItem(`charlaton.${name}`));
  } catch {
    return null;
  }
};
const theme = kept('theme');
if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
const tags = [kept('language'), ...navigator.languages].map((tag) => String(tag).split('-')[0].toLowerCase());
root.lang = tags.find((tag) => tag === 'es' || tag === 'en') ?? 'es';
const { content } = document.getElementById('first');
const header = content.querySelector('header');
const words = [...content.querySelectorAll('main')].filter((main) => main.lang === root.lang);
const show = (of) => {
  const main = words.find((main) => main.dataset.of === of) ?? words.find((main) => main.dataset.of === '');
  // Where one wants to be after signing in.
  main.querySelectorAll('.actions a').forEach((link) => (link.search = location.search));
  document.getElementById('app').replaceChildren(header, main);
};
show(isCopy ? '' : location.pathname.replace(/^(\/join\/).*/, '$1'));
// They are on the screen before the program takes the line and the processor. Pages that nobody sees have no frames.
await new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, 100);
});

// The icons, for <use href="#i-…">. Whatever one of them means is said in words too, so nothing waits for them.
fetch('/icons.svg')
  .then((answer) => answer.text())
  .then((text) => {
    const icons = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    // A host that answers every path with a page does not have the file.
    if (icons.localName === 'svg') document.body.prepend(icons);
  })
  .catch(() => {});

const load = async ([bindings, wasm]) => {
  // Both at once: the program does not wait for its bindings.
  const fetched = fetch(wasm);
  const program = await import(bindings);
  await program.default({ module_or_path: fetched });
};
// Without WebAssembly, as on a phone in lockdown mode, or with too old a one, trying again would not help.
const isUnable = (error) => typeof WebAssembly === 'undefined' || error instanceof WebAssembly.CompileError;
const begin = (files) =>
  load(files).catch((error) => {
    show(isUnable(error) ? 'unable' : 'failed');
    throw error;
  });

if (isCopy) {
  addEventListener('online', () => location.reload());
  await begin(site.map((file) => file + '?kept'));
} else if (isMeeting) {
  // What is shown beside a meeting is the other program's.
  addEventListener('beside', () => load(site), { once: true });
  await begin([meeting.content, meeting.dataset.wasm]);
} else {
  await begin(site);
  // Most who are here go into a meeting next: its program comes while they read.
  for (const href of [meeting.content, meeting.dataset.wasm, meeting.dataset.call].filter(Boolean)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href }));
  }
  // `cargo xtask dist` makes it, with the build. Without it, as in development, everything works as well.
  const build = document.querySelector('meta[name="build"]').content;
  if (/^[0-9a-f]{16}$/.test(build)) navigator.serviceWorker?.register('/sw.js').catch(() => {});
}
