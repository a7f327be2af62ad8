//! What sw.js keeps for when there is no network: the build it is of, and the names of its files.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::shell::write_file;
use crate::shrink::Fnv;

/// In index.html, where the build goes.
const PLACE: &str = "charlaton-build";

/// What is not kept, by the beginning of its path, and why.
const LEFT_OUT: &[&str] = &[
    // Kept as `/`, the page of every address.
    "index.html",
    // Asked for by whoever installs it, while there is a network.
    "icons/",
    "manifest.webmanifest",
    // Signing in needs a network anyway.
    "generated/",
    // Nobody's browser asks for it.
    "fonts/LICENSE-",
    // Itself, of an earlier run.
    "sw.js",
    // The deployment's, and never kept.
    "config.json",
];

/// Writes `dist/sw.js` from the template, and the build into the page.
pub(crate) fn write(template: &Path, dist: &Path) -> Outcome {
    let mut files = Vec::new();
    collect(dist, "", &mut files)?;
    files.sort();
    let mut hash = Fnv::default();
    for name in &files {
        hash.add(name.as_bytes());
        hash.add(&fs::read(dist.join(name)).map_err(Failure::io(name))?);
    }
    let build = format!("{:016x}", hash.value());
    let kept: Vec<_> =
        files.into_iter().filter(|name| !LEFT_OUT.iter().any(|start| name.starts_with(start))).collect();
    let worker = fs::read_to_string(template).map_err(Failure::io(template.display()))?;
    let worker = filled(&worker, &build, &kept).ok_or("sw.js has no place for its build and its files")?;
    write_file(&dist.join("sw.js"), &worker)?;
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(Failure::io(page.display()))?;
    if !text.contains(PLACE) {
        return Err("index.html has no place for its build".into());
    }
    write_file(&page, &text.replace(PLACE, &build))
}

/// The files of a folder by their paths in `dist`, without the compressed forms.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Outcome {
    for entry in fs::read_dir(folder).map_err(Failure::io(folder.display()))? {
        let entry = entry.map_err(Failure::io(folder.display()))?;
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else { continue };
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if !name.rsplit('/').next().is_some_and(|own| own.starts_with('.'))
            && !name.ends_with(".br")
            && !name.ends_with(".gz")
        {
            files.push(name);
        }
    }
    Ok(())
}

/// The template with its two lines filled in.
fn filled(template: &str, build: &str, files: &[String]) -> Option<String> {
    let list: Vec<_> = files.iter().map(|name| format!("'/{name}'")).collect();
    let (build_line, files_line) = ("const BUILD = '';", "const FILES = [];");
    (template.contains(build_line) && template.contains(files_line)).then(|| {
        template
            .replace(build_line, &format!("const BUILD = '{build}';"))
            .replace(files_line, &format!("const FILES = [{}];", list.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn the_template_has_both_places() {
        let template = include_str!("../../sw.js");
        let text = filled(template, "0123", &["a-12.js".into(), "fonts/b.woff2".into()]).unwrap();
        assert!(text.contains("const BUILD = '0123';"));
        assert!(text.contains("const FILES = ['/a-12.js', '/fonts/b.woff2'];"));
        assert_eq!(filled("", "0123", &[]), None);
        assert!(include_str!("../../index.html").contains(super::PLACE));
    }
}
