// Loads the application. A file of its own, because a strict Content-Security-Policy allows no inline script.
// trunk writes the names of the two files into the page (Trunk.toml, pattern_script).
const program = document.querySelector('meta[name="program"]');
const bindings = await import(program.content);
await bindings.default({ module_or_path: program.dataset.wasm });
