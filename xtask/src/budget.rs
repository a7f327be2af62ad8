//! What the first load of the meeting page may weigh.
//!
//! Every file of the release build counts, because the page of a meeting loads every one of them; what it does not
//! load is named in [`LATER`], each with the reason. So nobody can forget to count something.

use crate::dist::{Asset, Weight};
use crate::tally::Tally;

/// In bytes of brotli, without fonts and icons. The React application this one replaces needs 193 KB.
const LIMIT: u64 = 190 * 1024;

/// Files that no first load transfers, by the beginning of their path, and why.
const LATER: &[(&str, &str)] = &[
    ("generated/", "Google and GitHub sign-in: loaded by whoever presses one of the two"),
    ("charlaton-call-", "calls: it comes while one is in the lobby"),
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
    let sum: Weight = first_load(assets).map(|asset| asset.weight).sum();
    let drawn: Weight = first_load(assets).filter(|asset| is_drawn(asset)).map(|asset| asset.weight).sum();
    let bare = sum.brotli - drawn.brotli;
    println!("first load: {bare} bytes of brotli, at most {LIMIT}, and {} of fonts and icons", drawn.brotli);
    // A build without files is no build: it must not pass for a small one.
    if bare > 0 && bare <= LIMIT { Tally::PASS } else { Tally::FAIL }
}

/// Fonts and icons: nothing waits for them.
fn is_drawn(asset: &Asset) -> bool {
    asset.kind() == "woff2" || asset.path == "icons.svg"
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, check};
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
    fn the_limit_is_on_the_sum_of_brotli_without_fonts_and_icons() {
        assert_eq!(check(&assets(&[("a.wasm", LIMIT - 1), ("index.html", 1)])), Tally::PASS);
        assert_eq!(
            check(&assets(&[("a.wasm", LIMIT), ("f.woff2", LIMIT), ("icons.svg", LIMIT)])),
            Tally::PASS
        );
        assert_eq!(check(&assets(&[("a.wasm", LIMIT), ("index.html", 1)])), Tally::FAIL);
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
