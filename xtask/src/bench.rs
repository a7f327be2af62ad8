//! `cargo xtask bench`: sizes, native throughput and times in real browsers. Numbers to look at; nothing passes or fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::backend::{self, Profile};
use crate::budget::first_load;
use crate::dist::{self, Asset, Weight};
use crate::failure::{Failure, Outcome};
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
        "--package",
        "charlaton",
        "--bench",
        "*",
        "--profile",
        "server",
    ]))?;
    let mut means = BTreeMap::new();
    collect_means(&shell.project.target.join("criterion"), "", &mut means)?;
    println!("{}", means_json(&means));

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

/// The mean of each measurement, in nanoseconds, from the files that criterion leaves.
fn collect_means(folder: &Path, name: &str, means: &mut BTreeMap<String, f64>) -> Outcome {
    for entry in fs::read_dir(folder).map_err(Failure::io(folder.display()))? {
        let path = entry.map_err(Failure::io(folder.display()))?.path();
        let Some(own) = path.file_name().and_then(|own| own.to_str()).filter(|_| path.is_dir()) else {
            continue;
        };
        if own == "new" {
            let file = path.join("estimates.json");
            let mean = mean(&fs::read_to_string(&file).map_err(Failure::io(file.display()))?);
            means.extend(mean.map(|mean| (name.to_owned(), mean)));
        } else {
            let name = if name.is_empty() { own.to_owned() } else { format!("{name}/{own}") };
            collect_means(&path, &name, means)?;
        }
    }
    Ok(())
}

/// `{"mean":{…,"point_estimate":12.5,…},"median":…}`
fn mean(estimates: &str) -> Option<f64> {
    let (_, mean) = estimates.split_once("\"mean\":")?;
    let (_, estimate) = mean.split_once("\"point_estimate\":")?;
    estimate.split([',', '}']).next()?.trim().parse().ok()
}

/// `{"nativeNanoseconds":{"codec_offer/decode":12.5,…}}`. Names of folders need no escaping here.
fn means_json(means: &BTreeMap<String, f64>) -> String {
    let members: Vec<_> = means.iter().map(|(name, mean)| format!("\"{name}\":{mean:.1}")).collect();
    format!("{{\"nativeNanoseconds\":{{{}}}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::{by_kind, json, mean, means_json};
    use crate::dist::{Asset, Weight};

    #[test]
    fn files_of_a_type_are_added_up() {
        let asset = |path: &str, raw| Asset { path: path.into(), weight: Weight { raw, gzip: 2, brotli: 1 } };
        let kinds = by_kind(&[asset("a.js", 10), asset("b.wasm", 40), asset("snippets/c.js", 5)]);
        let expected =
            r#"{"firstLoad":{"js":{"raw":15,"gzip":4,"brotli":2},"wasm":{"raw":40,"gzip":2,"brotli":1}}}"#;
        assert_eq!(json(&kinds), expected);
    }

    #[test]
    fn criterions_means_are_read() {
        let estimates = r#"{"mean":{"confidence_interval":{"confidence_level":0.95,"lower_bound":1.0,"upper_bound":3.0},"point_estimate":2.5,"standard_error":0.1},"median":{"point_estimate":9.0}}"#;
        assert_eq!(mean(estimates), Some(2.5));
        assert_eq!(mean("{}"), None);
        let json = means_json(&[("codec_offer/decode".to_owned(), 2.5)].into());
        assert_eq!(json, r#"{"nativeNanoseconds":{"codec_offer/decode":2.5}}"#);
    }
}
