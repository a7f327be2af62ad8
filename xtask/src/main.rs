//! `cargo xtask`: everything one does with this repository, as one program without a shell.
//!
//! Each command first makes sure that what it needs is on the machine ([`setup`]), then does its work by calling
//! the ordinary tools (cargo, trunk, wasm-pack) the way a person would. It knows nothing of the application.

mod backend;
mod bench;
mod budget;
mod dev;
mod dist;
mod failure;
mod files;
mod group;
mod lighthouse;
mod net;
mod oauth;
mod offline;
mod parts;
mod peer;
mod project;
mod screens;
mod setup;
mod shell;
mod shrink;
mod style;
mod tally;
mod test;

use std::process::ExitCode;

use failure::{Failure, Outcome};
use project::Project;
use setup::Needs;
use shell::Shell;

const USAGE: &str = "\
usage: cargo xtask <command>

  dev      set up what is missing, then run the back-end and `trunk serve` (http://localhost:5173)
  test     set up what is missing, then run every check and every test; words choose steps by their names
  dist     release build into dist/, with .br and .gz beside every text and wasm file
  bench    print sizes and timings, as a table and as JSON
  screens  take pictures of every page and of meetings, into docs/screens
  setup    only set up what is missing";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["dev"] => prepared(Needs::Build).and_then(|shell| dev::run(&shell)),
        ["test", words @ ..] => Project::find().and_then(|project| test::run(Shell::new(project), words)),
        ["dist"] => prepared(Needs::Build).and_then(|shell| dist::run(&shell).map(drop)),
        ["bench"] => prepared(Needs::Everything).and_then(|shell| bench::run(&shell)),
        ["screens"] => prepared(Needs::Everything).and_then(|shell| screens::run(&shell)),
        ["setup"] => prepared(Needs::Everything).map(drop),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// A shell in which everything of `needs` can be called.
fn prepared(needs: Needs) -> Outcome<Shell> {
    let mut shell = Shell::new(Project::find()?);
    setup::run(&mut shell, needs)?;
    Ok(shell)
}
