//! How pages begin, before their program is there, is said in index.html, which knows nothing of src/i18n: in the words
//! of the program.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use charlaton::i18n::Language;

/// The words of an element of a page, in the order of reading.
fn words(html: &str) -> Vec<&str> {
    html.split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, text)| text.trim())
        .filter(|text| !text.is_empty())
        .collect()
}

/// What index.html has for this address in this language.
fn beginning(of: &str, tag: &str) -> Vec<&'static str> {
    let page = include_str!("../index.html");
    let opening = format!("data-of=\"{of}\" lang=\"{tag}\"");
    let (_, rest) = page.split_once(&opening).unwrap_or_else(|| panic!("{opening} is missing"));
    let (element, _) = rest.split_once("</main>").unwrap();
    // The rest of the opening tag is no word.
    words(&element[element.find('>').unwrap()..])
}

#[test]
fn pages_begin_in_the_words_of_the_program() {
    for language in Language::ALL {
        let (texts, site) = (language.texts(), language.site_texts());
        let loading = texts.common.loading;
        let unable = format!("{} {}", site.doctor.unsupported.0, site.doctor.unsupported.1);
        for (of, expected) in [
            ("/", vec![site.home.title, site.home.lead]),
            (
                "/login",
                vec![
                    site.account.log_in_title,
                    site.account.log_in_lead,
                    site.account.to_sign_up,
                    site.sign_in.to_recovery,
                ],
            ),
            ("/join/", vec![loading, texts.lobby.why_permission]),
            ("unable", vec![texts.common.product, &unable]),
            ("failed", vec![texts.common.product, texts.errors.unreachable, texts.common.try_again]),
            ("", vec![loading]),
        ] {
            assert_eq!(beginning(of, texts.tag), expected, "{of} in {}", texts.tag);
        }
    }
}

/// start.js chooses the language as the program does.
#[test]
fn the_script_knows_all_languages() {
    let script = include_str!("../start.js");
    let all: Vec<_> =
        Language::ALL.iter().map(|language| format!("tag === '{}'", language.texts().tag)).collect();
    assert!(script.contains(&all.join(" || ")), "{all:?}");
    let otherwise = format!("?? '{}'", Language::preferred(&[]).texts().tag);
    assert!(script.contains(&otherwise), "{otherwise}");
}
