//! The programs of a WebAssembly project.
//!
//! `cargo install` is used everywhere: it works wherever crates do, and gives one answer on every machine.
//! A program that is missing goes to cargo's own folder, so that it can also be called by hand. Where another
//! version is there already, it is left alone and ours goes to target/tools, first on the PATH of our children.

use std::fs;

use super::npm;
use crate::failure::Outcome;
use crate::shell::{Shell, create_folder, run, write_file};

/// 0.22 needs a newer compiler than this workspace asks for.
const TRUNK: &str = "0.21.14";
const WASM_PACK: &str = "0.15.1";
const BINARYEN: &str = "132";
const ESBUILD: &str = "0.28.2";
/// The first that knows every feature today's rustc emits.
const OLDEST_WASM_OPT: u32 = 116;

pub(crate) fn has_trunk(shell: &mut Shell) -> Outcome<bool> {
    Ok(version(shell, "trunk").as_deref() == Some(TRUNK))
}

pub(crate) fn make_trunk(shell: &mut Shell) -> Outcome {
    install(shell, "trunk", "trunk", TRUNK)
}

/// wasm-bindgen's two halves, the crate and the program, only work with each other in the very same version.
pub(crate) fn has_wasm_bindgen(shell: &mut Shell) -> Outcome<bool> {
    let wanted = shell.project.locked("wasm-bindgen")?;
    let programs = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    Ok(programs.iter().all(|program| version(shell, program).as_deref() == Some(&wanted)))
}

pub(crate) fn make_wasm_bindgen(shell: &mut Shell) -> Outcome {
    let wanted = shell.project.locked("wasm-bindgen")?;
    install(shell, "wasm-bindgen-cli", "wasm-bindgen", &wanted)
}

pub(crate) fn has_wasm_pack(shell: &mut Shell) -> Outcome<bool> {
    Ok(version(shell, "wasm-pack").is_some())
}

pub(crate) fn make_wasm_pack(shell: &mut Shell) -> Outcome {
    install(shell, "wasm-pack", "wasm-pack", WASM_PACK)
}

pub(crate) fn has_wasm_opt(shell: &mut Shell) -> Outcome<bool> {
    let number = version(shell, "wasm-opt").and_then(|text| text.parse::<u32>().ok());
    Ok(number.is_some_and(|number| number >= OLDEST_WASM_OPT))
}

pub(crate) fn make_wasm_opt(shell: &mut Shell) -> Outcome {
    install_from_npm(shell, "wasm-opt", "binaryen", BINARYEN)
}

pub(crate) fn has_esbuild(shell: &mut Shell) -> Outcome<bool> {
    Ok(shell.ask("esbuild", &["--version"]).is_some())
}

pub(crate) fn make_esbuild(shell: &mut Shell) -> Outcome {
    install_from_npm(shell, "esbuild", "esbuild", ESBUILD)
}

/// The one form of them that is the same everywhere and needs no compiler.
fn install_from_npm(shell: &Shell, program: &str, package: &str, version: &str) -> Outcome {
    npm::require(shell, program)?;
    let tools = shell.project.tools();
    create_folder(&tools.join("bin"))?;
    // Without a package file of its own npm would look for one further up, and it removes what its file does not name.
    let packages = tools.join("package.json");
    if !packages.is_file() {
        write_file(&packages, "{ \"private\": true }\n")?;
    }
    let package = format!("{package}@{version}");
    run(shell.command("npm").current_dir(&tools).args([
        "install",
        "--loglevel=error",
        "--no-fund",
        "--no-audit",
        &package,
    ]))?;
    link(&tools.join("node_modules/.bin").join(program), &tools.join("bin").join(program))
}

#[cfg(unix)]
pub(crate) fn link(original: &std::path::Path, link: &std::path::Path) -> Outcome {
    use crate::failure::Failure;
    // A leftover of an earlier run may point to nothing; whether there is one is of no interest.
    let _ = fs::remove_file(link);
    std::os::unix::fs::symlink(original, link)
        .map_err(Failure::io(format_args!("cannot link {}", link.display())))
}

#[cfg(not(unix))]
pub(crate) fn link(original: &std::path::Path, _link: &std::path::Path) -> Outcome {
    Err(format!("put {} on your PATH and start again", original.display()).into())
}

/// The second word of what `--version` prints, or the third where the second is "version".
fn version(shell: &Shell, program: &str) -> Option<String> {
    version_in(&shell.ask(program, &["--version"])?)
}

fn version_in(line: &str) -> Option<String> {
    line.split_whitespace().skip(1).find(|word| *word != "version").map(str::to_owned)
}

pub(super) fn install(shell: &Shell, package: &str, program: &str, version: &str) -> Outcome {
    // Their own release profiles are made for speed of the result; we run them a few times a day.
    let cargo = || {
        let mut command = shell.command("cargo");
        command
            .args(["install", "--quiet", package, "--version", version])
            .env("CARGO_TARGET_DIR", build_folder(shell))
            .env("CARGO_PROFILE_RELEASE_LTO", "false")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
        if shell.find(program).is_some() {
            command.arg("--force").arg("--root").arg(shell.project.tools());
        }
        command
    };
    println!("    cargo install {package} --version {version}");
    run(cargo().arg("--locked")).or_else(|failure| {
        // A registry mirror that lags behind lacks the newest of the locked versions.
        println!("    {failure}; once more without its lock file");
        run(&mut cargo())
    })
}

/// One folder for all of them: they share most of their dependencies.
fn build_folder(shell: &Shell) -> std::path::PathBuf {
    shell.project.tools().join("build")
}

pub(crate) fn forget_build_files(shell: &Shell) {
    // More than a gigabyte that nothing will read again. Where there is none, there is nothing to do.
    let _ = fs::remove_dir_all(build_folder(shell));
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn versions_as_the_tools_print_them() {
        for (line, expected) in [
            ("trunk 0.21.14", "0.21.14"),
            ("wasm-bindgen 0.2.130", "0.2.130"),
            ("wasm-pack 0.15.1", "0.15.1"),
            ("wasm-opt version 132 (version_132)", "132"),
        ] {
            assert_eq!(version_in(line).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(version_in("trunk"), None);
    }
}
