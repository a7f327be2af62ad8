//! The style sheets keep their promises: colours live in the tokens, and every pair that is read has its contrast.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

#[test]
fn the_chosen_and_the_systems_light_theme_are_one() {
    let css = tokens();
    assert_eq!(
        block(&css, ":root[data-theme=\"light\"] {"),
        block(&css, ":root:not([data-theme=\"dark\"]) {")
    );
}

/// WCAG 2.2: 1.4.3 asks 4.5 for text, 1.4.11 asks 3 for the bounds of what can be used and for the focus.
#[test]
fn colours_that_meet_have_contrast() {
    let css = tokens();
    let people = block(&css, "/* A person's own colour");
    for theme in ["/* Dark, unless", ":root[data-theme=\"light\"] {"] {
        let colours = block(&css, theme);
        let mut pairs = vec![("--on-accent", "--accent", 4.5), ("--on-accent", "--accent-hover", 4.5)];
        pairs.extend([("--on-danger", "--danger", 4.5), ("--on-danger", "--danger-hover", 4.5)]);
        pairs.push(("--accent", "--accent-soft", 4.5));
        for ground in ["--bg", "--surface", "--surface-raised"] {
            let read = ["--text", "--text-dim", "--accent", "--danger", "--warning", "--success"];
            pairs.extend(read.map(|text| (text, ground, 4.5)));
            pairs.extend([("--border-strong", ground, 3.0), ("--focus", ground, 3.0)]);
        }
        for (over, under, least) in pairs {
            let ratio = contrast(&colours[over], &colours[under]);
            assert!(ratio >= least, "{theme}: {over} on {under} has {ratio:.2}, needs {least}");
        }
    }
    for (name, colour) in people.iter().filter(|(name, _)| name.starts_with("--person-")) {
        let ratio = contrast(&people["--on-person"], colour);
        assert!(ratio >= 4.5, "--on-person on {name} has {ratio:.2}");
    }
}

#[test]
fn colours_are_named_in_the_tokens_only() {
    for (name, css) in sheets() {
        if name == "tokens.css" {
            continue;
        }
        for (number, line) in without_comments(&css).lines().enumerate() {
            let hex = line.split('#').skip(1).any(|after| {
                let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
                line.contains(':') && !line.trim_end().ends_with('{') && matches!(digits, 3 | 4 | 6 | 8)
            });
            let function =
                ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "lab(", "lch("].iter().any(|f| line.contains(f));
            let word = [" white", " black", " red", " gray", " grey"].iter().any(|word| {
                line.split_once(word).is_some_and(|(_, after)| after.starts_with([';', ' ', ',']))
            });
            assert!(!hex && !function && !word, "{name}:{}: {}", number + 1, line.trim());
        }
    }
}

#[test]
fn every_token_in_use_is_defined() {
    let defined = tokens();
    let program = program(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"));
    for (name, css) in sheets() {
        for used in css.split("var(").skip(1) {
            let token = used.split([')', ',']).next().unwrap().trim();
            let here = format!("{token}:");
            // What is measured while the app runs is set by it, and named there in full.
            let set = program.contains(&format!("\"{token}\""));
            assert!(defined.contains(&here) || css.contains(&here) || set, "{name} uses {token}");
        }
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("styles")
}

fn tokens() -> String {
    fs::read_to_string(folder().join("tokens.css")).unwrap()
}

fn sheets() -> Vec<(String, String)> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// All of the front-end's source.
fn program(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { program(&path) } else { fs::read_to_string(&path).unwrap() })
        .collect()
}

/// The declarations of the first rule after `mark`.
fn block(css: &str, mark: &str) -> BTreeMap<String, String> {
    let start = css.find(mark).unwrap_or_else(|| panic!("{mark} is missing"));
    let open = start + css[start..].find('{').unwrap();
    let body = &css[open + 1..open + css[open..].find('}').unwrap()];
    body.split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn without_comments(css: &str) -> String {
    let mut text = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        let (comment, after) = after.split_once("*/").unwrap();
        text.extend(comment.chars().filter(|&c| c == '\n'));
        rest = after;
    }
    text + rest
}

/// WCAG 2.2, "contrast ratio".
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, "relative luminance", of `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    assert!(colour.len() == 7 && colour.starts_with('#'), "{colour} is not #rrggbb");
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
