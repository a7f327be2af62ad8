//! Hands the `VITE_*` lines of `.env` to the compiler, as the environment would. The environment wins.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let file = Path::new(".env");
    // A file that is watched but missing would make every build start anew.
    if !file.exists() {
        return;
    }
    println!("cargo::rerun-if-changed=.env");
    let lines = match dotenvy::from_path_iter(file) {
        Ok(lines) => lines,
        Err(error) => return println!("cargo::error=.env: {error}"),
    };
    for line in lines {
        match line {
            Ok((name, _)) if !name.starts_with("VITE_") || std::env::var_os(&name).is_some() => {}
            Ok((name, value)) => println!("cargo::rustc-env={name}={value}"),
            Err(error) => return println!("cargo::error=.env: {error}"),
        }
    }
}
