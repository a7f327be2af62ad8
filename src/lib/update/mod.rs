//! A newer build than the one that is shown. The service worker (sw.js) fetches it when the site has one; nobody is
//! taken to it unasked, because a page may hold something that is not finished.

mod browser;

pub use browser::{NewVersion, new_version};

/// The prefix of the names of sw.js's caches, before the build.
pub const CACHE: &str = "charlaton-";

/// Whether the build that was fetched last is another than the shown one. `caches` are the names of all of them, the
/// oldest first.
#[must_use]
pub fn is_newer(caches: &[String], shown: &str) -> bool {
    let newest = caches.iter().rev().find_map(|name| name.strip_prefix(CACHE));
    newest.is_some_and(|newest| newest != shown)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_the_newest_is_not_offered_itself() {
        let caches = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert!(is_newer(&caches(&["charlaton-1", "charlaton-2"]), "1"));
        assert!(!is_newer(&caches(&["charlaton-1", "charlaton-2"]), "2"));
        assert!(!is_newer(&caches(&["charlaton-2", "another"]), "2"));
        assert!(!is_newer(&caches(&["another"]), "2"));
        assert!(!is_newer(&[], "2"));
    }
}
