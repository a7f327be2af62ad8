//! Files of tests, by the names that cargo has for them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The names of the integration tests in a folder `tests`, if there is one: of each file, and of each folder with a
/// `main.rs`.
pub(crate) fn tests_in(folder: &Path) -> Outcome<Vec<String>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let is_test = |path: &PathBuf| {
        if path.is_dir() {
            path.join("main.rs").exists()
        } else {
            path.extension().is_some_and(|it| it == "rs")
        }
    };
    let name = |path: PathBuf| path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
    Ok(entries(folder)?.into_iter().filter(is_test).filter_map(name).collect())
}

/// In order of their names.
pub(crate) fn folders_in(folder: &Path) -> Outcome<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let found = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = found.map_err(Failure::io(folder.display()))?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_and_every_folder_that_is_a_test_has_its_name() {
        let folder = std::env::temp_dir().join(format!("charlaton-files-{}", std::process::id()));
        for (path, text) in [("b.rs", ""), ("a/main.rs", ""), ("help/mod.rs", ""), ("page.html", "")] {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        assert_eq!(tests_in(&folder).unwrap(), ["a", "b"]);
        assert_eq!(folders_in(&folder).unwrap(), [folder.join("a"), folder.join("help")]);
        assert!(tests_in(&folder.join("nowhere")).unwrap().is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
