//! Makes the programs in `dist/` smaller than trunk leaves them.
//!
//! - The names under which a program and its bindings know each other are long and random, and are in both files: short
//!   ones save 8 KB of brotli a program.
//! - trunk's minifier does not know today's JavaScript and leaves the bindings as they are; start.js too.
//!
//! A file with a hash in its name gets a new hash, because caches keep it for a year.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::shell::{Shell, run, write_file};

/// What rustc emits today, as `index.html` says it too: wasm-opt refuses what it is not told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Every program in `dist`, and the script that starts them. That one keeps its name: the same source gives the same
/// file.
pub(crate) fn programs(shell: &Shell, dist: &Path) -> Outcome {
    let files = fs::read_dir(dist).map_err(Failure::io(dist.display()))?;
    for file in files.flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        if let Some(stem) = name.strip_suffix("_bg.wasm") {
            program(shell, dist, stem)?;
        } else if name.starts_with("start-") && name.ends_with(".js") {
            minify(shell, &file.path())?;
        }
    }
    Ok(())
}

fn program(shell: &Shell, dist: &Path, stem: &str) -> Outcome {
    let (wasm, bindings) = (dist.join(format!("{stem}_bg.wasm")), dist.join(format!("{stem}.js")));
    let file = wasm.to_string_lossy();
    let mut arguments = FEATURES.to_vec();
    arguments.extend(["--minify-imports-and-exports-and-modules", &file, "-o", &file]);
    let names = shell.ask("wasm-opt", &arguments).ok_or("wasm-opt cannot rename what a program imports")?;
    let text = fs::read_to_string(&bindings).map_err(Failure::io(bindings.display()))?;
    write_file(&bindings, &renamed(&text, &Names::parse(&names)))?;
    minify(shell, &bindings)?;
    rehash(dist, stem)
}

fn minify(shell: &Shell, script: &Path) -> Outcome {
    let script = script.to_string_lossy();
    run(shell.command("esbuild").args([
        "--minify",
        "--format=esm",
        "--log-level=warning",
        "--allow-overwrite",
        &format!("--outfile={script}"),
        &script,
    ]))
}

/// Old and new names, as wasm-opt reports them: a line like `["module", "old", "new"],` for an import and
/// `["old", "new"],` for an export.
#[derive(Debug, Default, PartialEq, Eq)]
struct Names<'a> {
    imports: Vec<(&'a str, &'a str)>,
    exports: Vec<(&'a str, &'a str)>,
    module: Option<&'a str>,
}

impl<'a> Names<'a> {
    fn parse(report: &'a str) -> Self {
        let mut names = Self::default();
        for line in report.lines() {
            // Every second piece between quotation marks is a string; none of these names has one in it.
            let strings: Vec<_> = line.split('"').skip(1).step_by(2).collect();
            match strings.as_slice() {
                [module, old, new] => {
                    names.module = Some(module);
                    names.imports.push((old, new));
                }
                [old, new] => names.exports.push((old, new)),
                _ => {}
            }
        }
        names
    }

    /// Of an identifier, in a place where it stands after `before`.
    fn new_of(&self, identifier: &str, before: &str) -> Option<&'a str> {
        let find = |list: &[(&'a str, &'a str)]| {
            list.iter().find(|(old, _)| *old == identifier).map(|(_, new)| *new)
        };
        if before.ends_with("wasm.") { find(&self.exports) } else { find(&self.imports) }
    }
}

/// The bindings with new names: imports are properties of the object they are given in, exports are properties of
/// `wasm`. wasm-opt calls every module `a`.
fn renamed(bindings: &str, names: &Names<'_>) -> String {
    let mut text = String::with_capacity(bindings.len());
    let mut rest = bindings;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    while let Some(start) = rest.find(is_part) {
        let (before, word_on) = rest.split_at(start);
        let (word, after) = word_on.split_at(word_on.find(|c| !is_part(c)).unwrap_or(word_on.len()));
        text.push_str(before);
        let new = names.new_of(word, &text);
        text.push_str(new.unwrap_or(word));
        rest = after;
    }
    text.push_str(rest);
    match names.module {
        Some(module) => text.replace(&format!("\"{module}\""), "\"a\""),
        None => text,
    }
}

/// Gives the files of a program the hash of what is in them now, and tells the page and each other.
fn rehash(dist: &Path, stem: &str) -> Outcome {
    let Some((_, old)) = stem.rsplit_once('-') else { return Ok(()) };
    let files = fs::read_dir(dist).map_err(Failure::io(dist.display()))?;
    let mut files: Vec<_> = files.flatten().map(|file| file.path()).collect();
    files.retain(|file| file.file_name().is_some_and(|name| name.to_string_lossy().contains(old)));
    files.sort();
    let mut hash = Fnv::default();
    for file in &files {
        hash.add(&fs::read(file).map_err(Failure::io(file.display()))?);
    }
    let new = format!("{:016x}", hash.0);
    let is_script = |file: &Path| file.extension().is_some_and(|kind| kind == "js");
    for file in files.iter().filter(|file| is_script(file)).chain([&dist.join("index.html")]) {
        let text = fs::read_to_string(file).map_err(Failure::io(file.display()))?;
        write_file(file, &text.replace(old, &new))?;
    }
    for file in &files {
        let renamed = file.to_string_lossy().replace(old, &new);
        fs::rename(file, &renamed).map_err(Failure::io(&renamed))?;
    }
    Ok(())
}

/// FNV-1a, 64 bits: enough to tell one build from another, and the same in every version of the compiler.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    pub(crate) fn value(&self) -> u64 {
        self.0
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fnv, Names, renamed};

    const REPORT: &str = r#"{
 "imports": [
  ["./program_bg.js", "__wbg_now_043d", "b"],
  ["./program_bg.js", "__wbg_now_043d_more", "c"]
 ],
 "exports": [
  ["memory", "d"],
  ["__wbindgen_malloc", "e"]
 ]
}"#;

    #[test]
    fn a_report_of_names() {
        let names = Names::parse(REPORT);
        assert_eq!(names.imports, [("__wbg_now_043d", "b"), ("__wbg_now_043d_more", "c")]);
        assert_eq!(names.exports, [("memory", "d"), ("__wbindgen_malloc", "e")]);
        assert_eq!(names.module, Some("./program_bg.js"));
    }

    #[test]
    fn whole_names_are_renamed_where_they_are_meant() {
        let bindings = r#"const a = { __wbg_now_043d: () => Date.now(), __wbg_now_043d_more() { wasm.memory.grow(1); } };
const memory = wasm.__wbindgen_malloc(8); return { "./program_bg.js": a };"#;
        assert_eq!(
            renamed(bindings, &Names::parse(REPORT)),
            r#"const a = { b: () => Date.now(), c() { wasm.d.grow(1); } };
const memory = wasm.e(8); return { "a": a };"#
        );
    }

    #[test]
    fn text_beyond_ascii_survives() {
        let names = Names::parse(REPORT);
        assert_eq!(renamed("'¿señal?' + __wbg_now_043d", &names), "'¿señal?' + b");
        assert_eq!(renamed("", &names), "");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        let mut hash = Fnv::default();
        hash.add(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }
}
