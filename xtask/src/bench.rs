//! `cargo xtask bench`: sizes, native throughput and times in real browsers. Numbers to look at; nothing passes or fails.

use std::collections::BTreeMap;

use crate::backend::{self, Profile};
use crate::budget::first_load;
use crate::dist::{self, Asset, Weight};
use crate::failure::Outcome;
use crate::shell::{self, Shell};

pub(crate) fn run(shell: &Shell) -> Outcome {
    let assets = dist::run(shell)?;
    measure(shell, &assets)
}

fn measure(shell: &Shell, assets: &[Asset]) -> Outcome {
    let kinds = by_kind(assets);
    println!("\nfirst load of a meeting, by type");
    print!("{}", dist::table(kinds.iter().map(|(kind, weight)| (kind.as_str(), *weight))));
    println!("{}", json(&kinds));

    println!("\nnative throughput");
    // Not the `bench` profile: it inherits the one for wasm, which trades speed for size.
    shell::run(shell.command("cargo").args([
        "bench",
        "--workspace",
        "--exclude",
        "charlaton-e2e",
        "--profile",
        "server",
    ]))?;

    println!("\nin the browser");
    let server = backend::build(shell, Profile::Server)?;
    shell::run(
        shell
            .command("cargo")
            .args(["run", "--quiet", "--package", "charlaton-e2e", "--bin", "bench"])
            .env("CHARLATON_DIST", shell.project.dist())
            .env("CHARLATON_BACKEND", server),
    )
}

fn by_kind(assets: &[Asset]) -> BTreeMap<String, Weight> {
    let mut kinds: BTreeMap<String, Weight> = BTreeMap::new();
    for asset in first_load(assets) {
        let kind = kinds.entry(asset.kind().to_owned()).or_default();
        *kind = [*kind, asset.weight].into_iter().sum();
    }
    kinds
}

/// `{"firstLoad":{"js":{"raw":1,"gzip":1,"brotli":1},…}}`. File endings need no escaping.
fn json(kinds: &BTreeMap<String, Weight>) -> String {
    let member = |(kind, Weight { raw, gzip, brotli }): (&String, &Weight)| {
        format!("\"{kind}\":{{\"raw\":{raw},\"gzip\":{gzip},\"brotli\":{brotli}}}")
    };
    format!("{{\"firstLoad\":{{{}}}}}", kinds.iter().map(member).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::{by_kind, json};
    use crate::dist::{Asset, Weight};

    #[test]
    fn files_of_a_type_are_added_up() {
        let asset = |path: &str, raw| Asset { path: path.into(), weight: Weight { raw, gzip: 2, brotli: 1 } };
        let kinds = by_kind(&[asset("a.js", 10), asset("b.wasm", 40), asset("snippets/c.js", 5)]);
        let expected =
            r#"{"firstLoad":{"js":{"raw":15,"gzip":4,"brotli":2},"wasm":{"raw":40,"gzip":2,"brotli":1}}}"#;
        assert_eq!(json(&kinds), expected);
    }
}
