//! The golden sessions and their lines, for whoever plays them: the client's machine, and the server.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// Something that happens, on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Since the beginning.
    pub(crate) at: Duration,
    pub(crate) word: &'a str,
    pub(crate) rest: &'a str,
}

impl<'a> Line<'a> {
    /// `None` for comments, options and empty lines.
    pub(crate) fn read(line: &'a str) -> Option<Self> {
        let (millis, rest) = line.trim_start().split_once(' ')?;
        let at = Duration::from_millis(millis.parse().ok()?);
        let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        Some(Self { at, word, rest: rest.trim_start() })
    }
}

/// All of them in order, each with where it is.
pub(crate) fn sessions() -> Vec<(PathBuf, String)> {
    // The project's folder, seen from any of its packages.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        here.ancestors().map(|folder| folder.join("tests/wire")).find(|folder| folder.is_dir()).unwrap();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    files.sort();
    assert!(files.len() >= 10, "the golden sessions are there");
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}
