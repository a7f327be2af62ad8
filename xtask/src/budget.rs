//! What the first load of the meeting page may weigh.
//!
//! Every file of the release build counts, because the page of a meeting loads every one of them; what it does not
//! load is named in [`LATER`], each with the reason. So nobody can forget to count something.

use crate::dist::{Asset, Weight};
use crate::tally::Tally;

/// In bytes of brotli, with everything. The React application this one replaces needs 193 KB.
const LIMIT: u64 = 170_000;
/// The same without fonts and icons.
const BARE_LIMIT: u64 = 150_000;
/// The same with calls, which come while one is in the lobby: what somebody in a meeting has loaded.
const INSIDE_LIMIT: u64 = 280_000;
const CALLS: &str = "charlaton-call-";

/// Files that no first load transfers, by the beginning of their path, and why.
const LATER: &[(&str, &str)] = &[
    ("generated/", "Google and GitHub sign-in: loaded by whoever presses one of the two"),
    (CALLS, "calls: it comes while one is in the lobby"),
    ("fonts/LICENSE-", "goes with the font, and nobody's browser asks for it"),
    ("sw.js", "registered by the other program once it is shown"),
    ("manifest.webmanifest", "asked for by browsers that can install the site, after the page is there"),
    ("icons/", "asked for by whoever installs the site"),
    ("site.js", "the other program: the pages around meetings"),
    ("site_bg.wasm", "the other program: the pages around meetings"),
];

/// The files of the first load.
pub(crate) fn first_load(assets: &[Asset]) -> impl Iterator<Item = &Asset> {
    assets.iter().filter(|asset| !LATER.iter().any(|(start, _)| asset.path.starts_with(start)))
}

pub(crate) fn check(assets: &[Asset]) -> Tally {
    let brotli = |assets: Vec<&Asset>| assets.iter().map(|asset| asset.weight).sum::<Weight>().brotli;
    let all = brotli(first_load(assets).collect());
    let bare = brotli(first_load(assets).filter(|asset| !is_drawn(asset)).collect());
    let inside = all + brotli(assets.iter().filter(|asset| asset.path.starts_with(CALLS)).collect());
    println!("in bytes of brotli: first load {all}, at most {LIMIT};");
    println!(
        "without fonts and icons {bare}, at most {BARE_LIMIT}; with calls {inside}, at most {INSIDE_LIMIT}"
    );
    // A build without files is no build: it must not pass for a small one.
    if bare > 0 && bare <= BARE_LIMIT && all <= LIMIT && inside <= INSIDE_LIMIT {
        Tally::PASS
    } else {
        Tally::FAIL
    }
}

/// Fonts and icons: nothing waits for them.
fn is_drawn(asset: &Asset) -> bool {
    asset.kind() == "woff2" || asset.path == "icons.svg"
}

#[cfg(test)]
mod tests {
    use super::{BARE_LIMIT, INSIDE_LIMIT, LIMIT, check};
    use crate::dist::{Asset, Weight};
    use crate::tally::Tally;

    fn assets(sizes: &[(&str, u64)]) -> Vec<Asset> {
        let asset = |(path, brotli): &(&str, u64)| Asset {
            path: (*path).to_owned(),
            weight: Weight { raw: brotli * 3, gzip: brotli * 2, brotli: *brotli },
        };
        sizes.iter().map(asset).collect()
    }

    #[test]
    fn each_limit_is_one() {
        let (page, font) = (("index.html", BARE_LIMIT), ("f.woff2", LIMIT - BARE_LIMIT - 1));
        let (icons, calls) = (("icons.svg", 1), ("charlaton-call-1.wasm", INSIDE_LIMIT - LIMIT));
        assert_eq!(check(&assets(&[page, font, icons, calls])), Tally::PASS);
        for more in [("a.wasm", 1), ("g.woff2", 1), ("charlaton-call-2.js", 1)] {
            assert_eq!(check(&assets(&[page, font, icons, calls, more])), Tally::FAIL, "{more:?}");
        }
        assert_eq!(check(&assets(&[page, ("a.wasm", 1)])), Tally::FAIL);
    }

    #[test]
    fn an_empty_build_does_not_pass() {
        assert_eq!(check(&[]), Tally::FAIL);
    }

    #[test]
    fn what_is_loaded_later_is_not_counted() {
        let licence = ("fonts/LICENSE-rubik.txt", LIMIT);
        let oauth = ("generated/oauth.js", LIMIT);
        let site = ("site.js", LIMIT);
        assert_eq!(check(&assets(&[licence, oauth, site, ("index.html", 1)])), Tally::PASS);
        assert_eq!(check(&assets(&[licence])), Tally::FAIL);
    }
}
