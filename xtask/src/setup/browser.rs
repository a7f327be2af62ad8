//! The browser that tests run in. chromedriver must be of the same version, so both come from one place.

use super::apt;
use crate::failure::Outcome;
use crate::shell::Shell;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: &str = "/Applications/Google Chrome.app";

pub(crate) fn is_here(shell: &mut Shell) -> Outcome<bool> {
    let browser =
        BROWSERS.iter().any(|name| shell.find(name).is_some()) || std::path::Path::new(MAC).exists();
    Ok(browser && shell.find("chromedriver").is_some())
}

pub(crate) fn make(shell: &mut Shell) -> Outcome {
    if apt::is_debian() {
        return apt::install(shell, &["chromium", "chromium-driver"]);
    }
    let line = if cfg!(target_os = "macos") {
        "brew install --cask google-chrome chromedriver"
    } else {
        "install Chrome or Chromium, and chromedriver of the same version, with your system's package manager"
    };
    Err(format!("the browser tests need Chrome and chromedriver on the PATH:\n    {line}").into())
}
