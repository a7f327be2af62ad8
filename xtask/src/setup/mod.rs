//! Puts on the machine what is missing, and nothing else.
//!
//! Set-up is a list of steps. Each can tell whether it is done already, so running the list again costs a few
//! `--version` calls. docs/decisions/0001-toolchain.md says why the steps are these.

mod apt;
mod browser;
mod compiler;
mod npm;
mod optional;
mod tools;

use std::time::Instant;

use crate::failure::Outcome;
use crate::shell::Shell;

/// What is about to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    /// Compile and serve the application.
    Build,
    /// Also check it, and run it in a browser under control.
    Everything,
}

struct Step {
    what: &'static str,
    /// On two cores and a home connection.
    takes: &'static str,
    needs: Needs,
    done: fn(&mut Shell) -> Outcome<bool>,
    make: fn(&mut Shell) -> Outcome,
}

const STEPS: &[Step] = &[
    Step {
        what: "standard library for wasm32",
        takes: "seconds where rustup can download it, else about 3 minutes",
        needs: Needs::Build,
        done: compiler::has_wasm,
        make: compiler::make_wasm,
    },
    Step {
        what: "this folder's compiler",
        takes: "about 20 seconds",
        needs: Needs::Build,
        done: compiler::is_chosen,
        make: compiler::choose,
    },
    Step {
        what: "source of the standard library",
        takes: "seconds",
        needs: Needs::Build,
        done: compiler::has_source,
        make: compiler::make_source,
    },
    Step {
        what: "rustfmt and clippy",
        takes: "seconds",
        needs: Needs::Everything,
        done: compiler::has_lints,
        make: compiler::make_lints,
    },
    Step {
        what: "trunk",
        takes: "about 8 minutes",
        needs: Needs::Build,
        done: tools::has_trunk,
        make: tools::make_trunk,
    },
    Step {
        what: "wasm-bindgen of the lock file's version",
        takes: "about 3 minutes",
        needs: Needs::Build,
        done: tools::has_wasm_bindgen,
        make: tools::make_wasm_bindgen,
    },
    Step {
        what: "wasm-opt",
        takes: "seconds",
        needs: Needs::Build,
        done: tools::has_wasm_opt,
        make: tools::make_wasm_opt,
    },
    Step {
        what: "esbuild",
        takes: "seconds",
        needs: Needs::Build,
        done: tools::has_esbuild,
        make: tools::make_esbuild,
    },
    Step {
        what: "Firebase's library, for Google and GitHub",
        takes: "seconds",
        needs: Needs::Build,
        done: npm::has_oauth,
        make: npm::make_oauth,
    },
    Step {
        what: "wasm-pack",
        takes: "about 6 minutes",
        needs: Needs::Everything,
        done: tools::has_wasm_pack,
        make: tools::make_wasm_pack,
    },
    Step {
        what: "chromium and chromedriver",
        takes: "about a minute",
        needs: Needs::Everything,
        done: browser::is_here,
        make: browser::make,
    },
    Step {
        what: "coturn, Firefox and network tools, for some of the tests",
        takes: "about a minute",
        needs: Needs::Everything,
        done: optional::are_here_or_not_to_be_had,
        make: optional::make,
    },
    Step {
        what: "geckodriver, to drive Firefox",
        takes: "about 2 minutes",
        needs: Needs::Everything,
        done: optional::has_geckodriver,
        make: optional::make_geckodriver,
    },
    Step {
        what: "the original Socket.IO, to test against",
        takes: "seconds",
        needs: Needs::Everything,
        done: npm::has_peer,
        make: npm::make_peer,
    },
    Step {
        what: "Lighthouse, to judge pages",
        takes: "about a minute",
        needs: Needs::Everything,
        done: npm::has_lighthouse,
        make: npm::make_lighthouse,
    },
];

pub(crate) fn run(shell: &mut Shell, needs: Needs) -> Outcome {
    for step in STEPS.iter().filter(|step| step.needs <= needs) {
        if (step.done)(shell)? {
            continue;
        }
        println!("set-up: {} ({})", step.what, step.takes);
        let started = Instant::now();
        (step.make)(shell)?;
        if !(step.done)(shell)? {
            return Err(format!("set-up: {} is still missing after installing it", step.what).into());
        }
        println!("set-up: {} is ready after {} s", step.what, started.elapsed().as_secs());
    }
    tools::forget_build_files(shell);
    Ok(())
}
