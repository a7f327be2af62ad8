//! A compiler that can make WebAssembly: rustup's with one more target, or Debian's with a standard library
//! built from Debian's source package, where rustup cannot download.
//!
//! Whichever it is, this checkout uses that one compiler for everything, so that `trunk serve` or `cargo test`
//! typed by hand do the same as `cargo xtask`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::apt;
use super::tools::link;
use crate::failure::{Failure, Outcome};
use crate::shell::{Shell, create_folder, run, write_file};

const WASM: &str = "wasm32-unknown-unknown";
/// What rustup calls the Debian compiler with our standard library.
const DEBIAN: &str = "charlaton-wasm";
const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web"];
/// Written beside the standard library: the compiler it was built by. A compiler update makes it useless.
const STAMP: &str = "built-by.txt";

pub(crate) fn has_wasm(shell: &mut Shell) -> Outcome<bool> {
    if has_standard_library(shell) {
        return Ok(true);
    }
    let debian = Shell { toolchain: Some(DEBIAN), ..shell.clone() };
    let found = has_standard_library(&debian);
    if found {
        *shell = debian;
    }
    Ok(found)
}

pub(crate) fn make_wasm(shell: &mut Shell) -> Outcome {
    if shell.find("rustup").is_none() {
        return Err(format!(
            "this compiler has no standard library for {WASM}, and there is no rustup to add it with"
        )
        .into());
    }
    println!("    rustup target add {WASM}");
    let mut rustup = shell.command("rustup");
    let output = rustup.args(["target", "add", WASM]).output().map_err(Failure::io("cannot start rustup"))?;
    if output.status.success() {
        return Ok(());
    }
    if !apt::is_debian() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("rustup cannot add the standard library for {WASM}; it said:\n{said}").into());
    }
    println!("    rustup cannot download it here: building it from Debian's compiler and source");
    install_debian_compiler(shell)
}

/// Whether a command typed by hand in this folder uses the compiler that set-up found.
pub(crate) fn is_chosen(shell: &mut Shell) -> Outcome<bool> {
    let Some(toolchain) = shell.toolchain else { return Ok(true) };
    let overrides = shell.ask("rustup", &["override", "list"]).unwrap_or_default();
    let root = shell.project.root.to_string_lossy();
    Ok(overrides
        .lines()
        .any(|line| line.strip_prefix(root.as_ref()).is_some_and(|rest| rest.trim() == toolchain)))
}

pub(crate) fn choose(shell: &mut Shell) -> Outcome {
    let Some(toolchain) = shell.toolchain else { return Ok(()) };
    println!("    rustup override set {toolchain} (undo with `rustup override unset`)");
    run(shell.command("rustup").args(["override", "set", toolchain]))?;
    // The next call of `cargo xtask` is by the new compiler; this program may as well be ready.
    run(shell.command("cargo").args(["build", "--quiet", "--package", "xtask"]))
}

/// The release build compiles it anew, see dist.rs.
pub(crate) fn has_source(shell: &mut Shell) -> Outcome<bool> {
    let sysroot = shell.ask("rustc", &["--print", "sysroot"]).ok_or("rustc does not run")?;
    Ok(Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
}

pub(crate) fn make_source(shell: &mut Shell) -> Outcome {
    if is_debian(shell) {
        return apt::install(shell, &PACKAGES);
    }
    run(shell.command("rustup").args(["component", "add", "rust-src"]))
}

pub(crate) fn has_lints(shell: &mut Shell) -> Outcome<bool> {
    Ok(["fmt", "clippy"].iter().all(|tool| shell.ask("cargo", &[tool, "--version"]).is_some()))
}

pub(crate) fn make_lints(shell: &mut Shell) -> Outcome {
    if is_debian(shell) {
        return apt::install(shell, &PACKAGES);
    }
    run(shell.command("rustup").args(["component", "add", "rustfmt", "clippy"]))
}

fn is_debian(shell: &Shell) -> bool {
    shell.toolchain == Some(DEBIAN) || env::var("RUSTUP_TOOLCHAIN").is_ok_and(|name| name == DEBIAN)
}

fn has_standard_library(shell: &Shell) -> bool {
    let Some(folder) = shell.ask("rustc", &["--print", "target-libdir", "--target", WASM]) else {
        return false;
    };
    let folder = Path::new(&folder);
    let Ok(mut files) = fs::read_dir(folder) else { return false };
    let is_std = |name: &str| name.starts_with("libstd-");
    let present = files.any(|file| file.is_ok_and(|file| file.file_name().to_str().is_some_and(is_std)));
    let fits = match fs::read_to_string(folder.join(STAMP)) {
        Ok(built_by) => shell.ask("rustc", &["-vV"]).as_deref() == Some(built_by.trim()),
        // Not made by us, so not ours to doubt.
        Err(_) => true,
    };
    present && fits
}

/// A rustup toolchain that is Debian's compiler with another sysroot, so nothing is written below /usr and
/// `rustup toolchain uninstall` takes all of it away again.
fn install_debian_compiler(shell: &mut Shell) -> Outcome {
    apt::install(shell, &PACKAGES)?;
    let about = shell.ask("/usr/bin/rustc", &["-vV"]).ok_or("/usr/bin/rustc does not run")?;
    let field =
        |name| about.lines().find_map(|line| line.strip_prefix(name)).ok_or(format!("no {name} in {about}"));
    let llvm = field("LLVM version: ")?;
    let lld = format!("lld-{}", llvm.split('.').next().unwrap_or(llvm));
    apt::install(shell, &[&lld])?;

    let folder = toolchain_folder(shell)?;
    compose(&folder, field("host: ")?, &lld)?;
    println!("    building the standard library");
    build_standard_library(shell, &folder)?;
    write_file(&library_folder(&folder).join(STAMP), &about)?;
    // Cargo does not notice when a standard library is replaced.
    let _ = fs::remove_dir_all(shell.project.target.join(WASM));
    Ok(())
}

fn toolchain_folder(shell: &Shell) -> Outcome<PathBuf> {
    let home = shell.ask("rustup", &["show", "home"]).ok_or("`rustup show home` failed")?;
    let folder = Path::new(&home).join("toolchains").join(DEBIAN);
    if fs::symlink_metadata(&folder).is_ok() {
        run(shell.command("rustup").args(["toolchain", "uninstall", DEBIAN]))?;
    }
    Ok(folder)
}

fn compose(folder: &Path, host: &str, lld: &str) -> Outcome {
    let (programs, libraries) = (folder.join("bin"), folder.join("lib/rustlib"));
    let host_libraries = libraries.join(host);
    for folder in [&programs, &host_libraries.join("bin"), &library_folder(folder)] {
        create_folder(folder)?;
    }
    for program in ["cargo", "cargo-fmt", "rustfmt"] {
        link(&Path::new("/usr/bin").join(program), &programs.join(program))?;
    }
    // rustc finds its sysroot by where its own library is, so a link would lead back to /usr.
    let sysroot = folder.display();
    for program in ["rustc", "rustdoc"] {
        script(&programs.join(program), &format!("exec /usr/bin/{program} --sysroot '{sysroot}' \"$@\""))?;
    }
    // cargo-clippy calls the clippy-driver beside itself, which is Debian's: the environment has to tell that one.
    for program in ["cargo-clippy", "clippy-driver"] {
        script(&programs.join(program), &format!("SYSROOT='{sysroot}' exec /usr/bin/{program} \"$@\""))?;
    }
    link(&Path::new("/usr/lib/rustlib").join(host).join("lib"), &host_libraries.join("lib"))?;
    link(Path::new("/usr/lib/rustlib/src"), &libraries.join("src"))?;
    link(&Path::new("/usr/bin").join(lld), &host_libraries.join("bin/rust-lld"))
}

fn build_standard_library(shell: &Shell, toolchain: &Path) -> Outcome {
    let work = shell.project.tools().join("std");
    create_folder(&work.join("src"))?;
    let manifest = "[package]\nname = \"throwaway\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    write_file(&work.join("Cargo.toml"), manifest)?;
    write_file(&work.join("src/lib.rs"), "#![no_std]\n")?;
    let mut cargo = shell.command("/usr/bin/cargo");
    cargo
        .current_dir(&work)
        // `test`, or browser tests do not link.
        .args(["build", "--quiet", "--release", "-Zbuild-std=std,panic_abort,test", "--target", WASM])
        .env("RUSTC", toolchain.join("bin/rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in it, `lto = true` fails later.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"));
    run(&mut cargo)?;
    let built = work.join("target").join(WASM).join("release/deps");
    let files = fs::read_dir(&built).map_err(Failure::io(built.display()))?;
    for path in files.flatten().map(|file| file.path()) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.ends_with(".rlib") && !name.contains("throwaway") {
            let copy = library_folder(toolchain).join(name);
            fs::copy(&path, &copy).map_err(Failure::io(copy.display()))?;
        }
    }
    fs::remove_dir_all(&work).map_err(Failure::io(work.display()))
}

fn library_folder(toolchain: &Path) -> PathBuf {
    toolchain.join("lib/rustlib").join(WASM).join("lib")
}

#[cfg(unix)]
fn script(path: &Path, line: &str) -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    write_file(path, &format!("#!/bin/sh\n{line}\n"))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(Failure::io(path.display()))
}

#[cfg(not(unix))]
fn script(_path: &Path, _line: &str) -> Outcome {
    Err("only Debian needs this".into())
}
