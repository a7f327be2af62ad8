//! What the house does without, as ARCHITECTURE.md says; each rule is a test.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lines of a file above which it is to be split; the few that are longer are close.
const LONGEST: usize = 450;

#[test]
fn the_library_does_not_know_yew() {
    assert_absent(&sources("src/lib"), |line| line.contains("yew"));
}

#[test]
fn javascript_ends_in_browser_files() {
    let is_edge = |path: &Path| {
        path.ends_with("browser.rs") || path.components().any(|part| part.as_os_str() == "browser")
    };
    let pure: Vec<_> = sources("src/lib").into_iter().filter(|path| !is_edge(path)).collect();
    assert!(pure.len() > 20, "the library was not found");
    assert_absent(&pure, |line| {
        ["web_sys", "js_sys", "wasm_bindgen", "gloo_"].iter().any(|name| line.contains(name))
    });
}

#[test]
fn nothing_is_forgotten() {
    assert_absent(&sources("src"), |line| line.contains("forget("));
}

#[test]
fn views_have_no_inline_styles_and_no_raw_html() {
    // A strict Content-Security-Policy blocks the former; text that people type must never become the latter.
    let banned = [" style=", "inner_html", "from_html_unchecked", "insert_adjacent_html", "VRaw"];
    assert_absent(&sources("src"), |line| banned.iter().any(|word| line.contains(word)));
}

#[test]
fn components_do_not_reach_up() {
    assert_absent(&sources("src/components"), |line| line.contains("crate::pages"));
    assert_absent(&sources("src/services"), |line| {
        line.contains("crate::pages") || line.contains("crate::components")
    });
}

#[test]
fn time_is_an_argument() {
    assert_absent(&sources("src"), |line| line.contains("Instant::now") || line.contains("SystemTime::now"));
}

#[test]
fn files_stay_short() {
    let everything = ["src", "crates", "xtask/src", "benches"].into_iter().flat_map(sources).chain(tests());
    let long: Vec<_> = everything.filter(|path| text(path).lines().count() > LONGEST).collect();
    assert!(long.is_empty(), "split: {long:?}");
}

#[test]
fn tests_wait_for_conditions() {
    assert_absent(&tests(), |line| line.contains("sleep(") || line.contains("Instant::now"));
}

#[test]
fn tests_are_not_switched_off() {
    assert_absent(&tests(), |line| line.contains("#[ignore"));
}

#[test]
fn the_page_asks_no_third_party() {
    let files = ["index.html", "start.js"].map(|file| root().join(file)).into_iter();
    let styles = fs::read_dir(root().join("styles")).unwrap().map(|entry| entry.unwrap().path());
    for path in files.chain(styles) {
        let text = text(&path);
        for (number, line) in text.lines().enumerate() {
            assert!(!line.contains("://"), "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

fn assert_absent(files: &[PathBuf], is_banned: impl Fn(&str) -> bool) {
    assert!(!files.is_empty());
    for path in files {
        for (number, line) in text(path).lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            assert!(comment || !is_banned(line), "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

/// The tests that are files of their own, of every package. Without this one, which names what it bans.
fn tests() -> Vec<PathBuf> {
    let packages = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let folders =
        packages.chain([root()]).map(|package| package.join("tests")).filter(|folder| folder.is_dir());
    let mut files = Vec::new();
    for folder in folders {
        collect(&folder, &mut files);
    }
    files.retain(|path| !path.ends_with("tests/tidy.rs"));
    assert!(files.len() > 30, "the tests were not found");
    files
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
