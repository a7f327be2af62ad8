//! One style sheet of the many, in the order of the page: each is one more request, and the page is shown after the last.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::shell::write_file;
use crate::shrink::Fnv;

/// Puts `style-<hash>.css` in the place of the style sheets that the page names.
pub(crate) fn join(dist: &Path) -> Outcome {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(Failure::io(page.display()))?;
    let links = links(&html);
    let mut sheet = String::new();
    let mut hash = Fnv::default();
    for (_, file) in &links {
        let path = dist.join(file);
        sheet.push_str(&fs::read_to_string(&path).map_err(Failure::io(path.display()))?);
        fs::remove_file(&path).map_err(Failure::io(path.display()))?;
    }
    hash.add(sheet.as_bytes());
    let name = format!("style-{:016x}.css", hash.value());
    let html = linked(&html, &links, &name).ok_or("the page names no style sheets")?;
    write_file(&dist.join(name), &sheet)?;
    write_file(&page, &html)
}

/// The elements that name a style sheet, and the files.
fn links(html: &str) -> Vec<(&str, &str)> {
    html.split_inclusive('>')
        .filter_map(|piece| Some(&piece[piece.rfind("<link ")?..]))
        .filter(|element| element.contains("rel=stylesheet") || element.contains("rel=\"stylesheet\""))
        .filter_map(|element| {
            let (_, address) = element.split_once("href=")?;
            let file = address.trim_start_matches(['"', '/']).split(['"', ' ', '>']).next()?;
            Some((element, file))
        })
        .collect()
}

/// The page with one sheet where the first one was.
fn linked(html: &str, links: &[(&str, &str)], name: &str) -> Option<String> {
    let (first, _) = links.first()?;
    let mut page = html.replacen(first, &format!("<link href=/{name} rel=stylesheet>"), 1);
    for (element, _) in &links[1..] {
        page = page.replacen(element, "", 1);
    }
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::{linked, links};

    #[test]
    fn many_become_one_in_their_place() {
        let html = "<meta name=a><link href=/icon.svg rel=icon><link href=/b-1.css rel=stylesheet>\
                    <link rel=\"stylesheet\" href=\"/a-2.css\"><script src=/c.js></script>";
        let found = links(html);
        assert_eq!(found.iter().map(|(_, file)| *file).collect::<Vec<_>>(), ["b-1.css", "a-2.css"]);
        assert_eq!(
            linked(html, &found, "style-3.css").unwrap(),
            "<meta name=a><link href=/icon.svg rel=icon><link href=/style-3.css rel=stylesheet>\
             <script src=/c.js></script>"
        );
        assert_eq!(linked("<link rel=icon>", &links("<link rel=icon>"), "style.css"), None);
    }
}
