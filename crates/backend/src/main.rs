//! The binary: settings, logging, and [`charlaton_backend::run`].

use std::{io::IsTerminal, process::ExitCode};

use clap::Parser;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    if let Err(words) = read_file() {
        // There is no log yet.
        eprintln!(".env: {words}");
        return ExitCode::FAILURE;
    }
    let config = charlaton_backend::Config::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_ansi(std::io::stdout().is_terminal())
        .with_env_filter(filter)
        .with_target(false)
        .init();
    match charlaton_backend::run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Takes the variables of a `.env` over, where there is one. Half of one would be a server that nobody meant.
fn read_file() -> Result<(), String> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        // Not the whole line: it may hold a secret.
        Err(dotenvy::Error::LineParse(line, _)) => {
            Err(format!("cannot read the line of {}", line.split('=').next().unwrap_or_default().trim()))
        }
        Err(error) => Err(error.to_string()),
    }
}
