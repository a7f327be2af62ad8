//! `cargo xtask dist`: the release build, and beside every text and wasm file its .br and .gz.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::failure::Outcome;
use crate::shell::{self, Shell};
use crate::{oauth, offline, parts, shrink, style};

/// A file of the release build and what it weighs in each form; a file that is not compressed weighs the same in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) path: String,
    pub(crate) weight: Weight,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weight {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

impl std::iter::Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::default(), |a, b| Self {
            raw: a.raw + b.raw,
            gzip: a.gzip + b.gzip,
            brotli: a.brotli + b.brotli,
        })
    }
}

impl Asset {
    /// `js`, `wasm`, `woff2`, …
    pub(crate) fn kind(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, kind)| kind)
    }
}

/// Builds and weighs. The files are in the order of their names.
pub(crate) fn run(shell: &Shell) -> Outcome<Vec<Asset>> {
    oauth::bundle(shell)?;
    let dist = shell.project.dist();
    let target = shell.project.target.join("smallest");
    let mut trunk = shell.trunk();
    shell::run(smallest(trunk.args(["build", "--release", "--features", parts::FEATURE]), &target))?;
    parts::cut(shell, &target.join("wasm32-unknown-unknown/release/charlaton.wasm"), &dist)?;
    shrink::programs(shell, &dist)?;
    style::join(&dist)?;
    offline::write(&shell.project.root.join("sw.js"), &dist)?;
    let assets = compress(shell)?;
    print!("{}", table(assets.iter().map(|asset| (asset.path.as_str(), asset.weight))));
    Ok(assets)
}

/// With a standard library made for size, in which a panic is an instruction and not a message: 20 KB of brotli less.
/// Only the unstable side of the compiler can build one; docs/decisions/0004-size.md says why we use it.
fn smallest<'a>(trunk: &'a mut Command, target: &Path) -> &'a mut Command {
    trunk
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
        )
        // Other builds keep theirs: with other flags everything is compiled anew.
        .env("CARGO_TARGET_DIR", target)
}

/// Another program does it, so that this one does not need two compressors before it can say hello.
fn compress(shell: &Shell) -> Outcome<Vec<Asset>> {
    const PACKAGE: &str = "charlaton-precompress";
    shell::run(shell.command("cargo").args([
        "build",
        "--quiet",
        "--package",
        PACKAGE,
        "--profile",
        "server",
    ]))?;
    let program = shell.project.target.join("server").join(PACKAGE);
    let dist = shell.project.dist();
    let report = shell.ask(&program.to_string_lossy(), &[&dist.to_string_lossy()]);
    let report = report.ok_or_else(|| format!("cannot compress the files in {}", dist.display()))?;
    report.lines().map(|line| parse(line).ok_or_else(|| format!("{PACKAGE} said `{line}`").into())).collect()
}

/// `path TAB raw TAB gzip TAB brotli`
fn parse(line: &str) -> Option<Asset> {
    let mut fields = line.split('\t');
    let path = fields.next()?.to_owned();
    let mut number = || fields.next()?.parse().ok();
    let weight = Weight { raw: number()?, gzip: number()?, brotli: number()? };
    Some(Asset { path, weight })
}

/// Rows of weights, and their sum.
pub(crate) fn table<'a>(rows: impl Iterator<Item = (&'a str, Weight)>) -> String {
    let rows: Vec<_> = rows.collect();
    let sum: Weight = rows.iter().map(|(_, weight)| *weight).sum();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max("in all".len());
    let mut text = format!("{:width$} {:>10} {:>10} {:>10}\n", "bytes", "raw", "gzip", "brotli");
    for (name, Weight { raw, gzip, brotli }) in rows.into_iter().chain([("in all", sum)]) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:width$} {raw:>10} {gzip:>10} {brotli:>10}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Asset, Weight, parse, table};

    #[test]
    fn a_line_of_the_report() {
        let weight = Weight { raw: 30, gzip: 20, brotli: 10 };
        assert_eq!(parse("a b.js\t30\t20\t10"), Some(Asset { path: "a b.js".into(), weight }));
        for bad in ["", "a.js", "a.js\t1\t2", "a.js\t1\t2\tx"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_table_ends_with_the_sum() {
        let weight = |raw| Weight { raw, gzip: raw / 2, brotli: raw / 4 };
        let text = table([("a.js", weight(400)), ("b.wasm", weight(800))].into_iter());
        let last: Vec<_> = text.lines().last().unwrap().split_whitespace().collect();
        assert_eq!(last, ["in", "all", "1200", "600", "300"]);
    }
}
