//! `charlaton-split <program.wasm> <folder>`: cuts a program that was linked with `--emit-relocs` at its
//! `#[wasm_split]` functions. Writes `main.wasm`, which wasm-bindgen takes, `split_<name>.wasm` for every other part,
//! and `parts.js`, which says what a part needs of the first one. A program of its own, so that `cargo xtask` does not
//! need all this before it can say hello.

use std::{path::Path, process::ExitCode};

use wasm_split_cli_support::{Options, transform};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("usage: charlaton-split <program.wasm> <folder>");
        return ExitCode::FAILURE;
    };
    match split(Path::new(program), Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", Path::new(program).display());
            ExitCode::FAILURE
        }
    }
}

fn split(program: &Path, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let program = std::fs::read(program)?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&program);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = "parts.js";
    transform(options)?;
    Ok(())
}
