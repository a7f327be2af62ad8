//! Cuts the program of meetings in two: what shows the lobby, and calls, which come while one is there.
//! docs/decisions/0015-parts.md says why.
//!
//! trunk knows nothing of parts. So it makes the page with a whole program, whose files are replaced here, by the same
//! steps: wasm-bindgen for the first part, wasm-opt for both.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::shell::{Shell, create_folder, run, write_file};

/// The cargo feature that marks where to cut.
pub(crate) const FEATURE: &str = "split";

/// The module that parts import from each other by.
const SHARED: &str = "__wasm_split";
const PACKAGE: &str = "charlaton-split";
const NAME: &str = "charlaton";
/// As `#[wasm_split]` calls it.
const PART: &str = "call";

/// Replaces the program in `dist` by its parts. `whole` is what rustc made.
pub(crate) fn cut(shell: &Shell, whole: &Path, dist: &Path) -> Outcome {
    let stem = stem(dist)?;
    let folder = shell.project.target.join("parts");
    create_folder(&folder)?;
    let [here, there] = [whole, &folder].map(|path| path.to_string_lossy().into_owned());
    run(shell
        .command("cargo")
        .args(["run", "--quiet", "--package", PACKAGE, "--profile", "server", "--"])
        .args([&here, &there]))?;
    run(shell
        .command("wasm-bindgen")
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--keep-lld-exports",
            "--out-name",
            NAME,
            "--out-dir",
            &there,
        ])
        .arg(folder.join("main.wasm")))?;

    let part = stem.replacen(NAME, &format!("{NAME}-{PART}"), 1);
    let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(Failure::io(name));
    let (bindings, links) = (read(&format!("{NAME}.js"))?, read("parts.js")?);
    let joined = joined(&bindings, &links, &part)
        .ok_or("wasm-bindgen or the splitter have changed what they write")?;
    write_file(&dist.join(format!("{stem}.js")), &joined)?;

    let parameters = parameters(shell)?;
    for (from, to) in [
        (format!("{NAME}_bg.wasm"), format!("{stem}_bg.wasm")),
        (format!("split_{PART}.wasm"), format!("{part}.wasm")),
    ] {
        let mut command = shell.command("wasm-opt");
        run(command.arg("-Oz").args(&parameters).arg(folder.join(from)).arg("-o").arg(dist.join(to)))?;
    }
    // So that who reads the pages around meetings has it before it is needed.
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(Failure::io(page.display()))?;
    write_file(&page, &text.replacen("data-wasm=", &format!("data-call=\"/{part}.wasm\" data-wasm="), 1))
}

/// `charlaton-` and a hash: what trunk has called the files of the program.
fn stem(dist: &Path) -> Outcome<String> {
    let files = fs::read_dir(dist).map_err(Failure::io(dist.display()))?;
    let mut names = files.flatten().filter_map(|file| file.file_name().into_string().ok());
    let program = names.find(|name| name.starts_with(NAME) && name.ends_with("_bg.wasm"));
    let stem = program.and_then(|name| Some(name.strip_suffix("_bg.wasm")?.to_owned()));
    Ok(stem.ok_or("there is no program in dist")?)
}

/// What trunk is told to give to wasm-opt.
fn parameters(shell: &Shell) -> Outcome<Vec<String>> {
    let page = shell.project.root.join("index.html");
    let text = fs::read_to_string(&page).map_err(Failure::io(page.display()))?;
    let from = text.split_once("data-wasm-opt-params=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (parameters, _) = from.ok_or("index.html has no parameters of wasm-opt")?;
    Ok(parameters.split_whitespace().map(str::to_owned).collect())
}

/// The bindings of the first part, with what fetches the other one. A part that did not come is fetched again when it is
/// asked for again. `links` tells what parts share, in a line like `const { memory, table,  } = initSync(…);`.
fn joined(bindings: &str, links: &str, part: &str) -> Option<String> {
    let (_, rest) = links.split_once("const { ")?;
    let (shared, _) = rest.split_once("} = initSync")?;
    let shared: Vec<_> = shared.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let shared: Vec<_> = shared.iter().map(|name| format!("{name}: wasm.{name}")).collect();
    let shared = shared.join(", ");
    let load = format!("{SHARED}_load_{PART}");
    // As an import of its own module it would be another object, and the names of modules are made one later.
    let line = |start: &str| bindings.lines().find(|line| line.trim_start().starts_with(start));
    let (import, module) = (line("import * as import1 from")?, line("\"parts.js\": import1")?);
    let opening = "const import0 = {\n        __proto__: null,\n";
    bindings.contains(opening).then_some(())?;
    let text = bindings.replacen(import, "", 1).replacen(module, "", 1).replacen(
        opening,
        &format!("{opening}        {load}: {load},\n"),
        1,
    );
    Some(format!(
        "{text}
let loading;
const fetched = async () => {{
    const imports = {{ {SHARED}: {{ {shared} }} }};
    await WebAssembly.instantiateStreaming(fetch(new URL(\"./{part}.wasm\", import.meta.url)), imports);
    return true;
}};
const {load} = async (done, data) => {{
    loading ??= fetched().catch(() => (loading = undefined, false));
    const success = await loading;
    wasm.__indirect_function_table.get(done)(data, success);
}};
"
    ))
}

#[cfg(test)]
mod tests {
    use super::joined;

    const BINDINGS: &str = "import * as import1 from \"parts.js\"

function imports() {
    const import0 = {
        __proto__: null,
        now: () => Date.now(),
    };
    return {
        \"./charlaton_bg.js\": import0,
        \"parts.js\": import1,
    };
}
";
    const LINKS: &str = "        const { memory, stack,  } = initSync(undefined, undefined);\n";

    #[test]
    fn the_bindings_fetch_the_other_part_themselves() {
        let text = joined(BINDINGS, LINKS, "charlaton-call-0123").unwrap();
        assert!(!text.contains("import1") && !text.contains("parts.js"), "{text}");
        assert!(text.contains("__wasm_split_load_call: __wasm_split_load_call,\n        now:"), "{text}");
        assert!(text.contains("__wasm_split: { memory: wasm.memory, stack: wasm.stack }"), "{text}");
        assert!(text.contains("new URL(\"./charlaton-call-0123.wasm\""), "{text}");
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        assert_eq!(joined("", LINKS, "part"), None);
        assert_eq!(joined(BINDINGS, "", "part"), None);
        assert_eq!(joined(&BINDINGS.replace("import0", "imports"), LINKS, "part"), None);
    }
}
