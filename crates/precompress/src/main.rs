//! `charlaton-precompress <folder>`: see the library.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: charlaton-precompress <folder>");
        return ExitCode::FAILURE;
    };
    match charlaton_precompress::compress_folder(Path::new(&folder)) {
        Ok(files) => {
            for file in files {
                println!("{file}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", Path::new(&folder).display());
            ExitCode::FAILURE
        }
    }
}
