//! The pages that are read, and what leads to them.

/// See [`super::SiteTexts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/info.rs")]
pub struct Info {
    pub footer: &'static str,
    pub not_found_more: &'static str,
    pub offline_title: &'static str,
    pub offline_text: &'static str,
    pub new_version: &'static str,
    pub reload: &'static str,
    pub later: &'static str,
    pub about: Article,
    pub help: Article,
    pub privacy: Article,
    pub terms: Article,
    pub accessibility: Article,
}

/// A page that is read.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    /// In the footer.
    pub link: &'static str,
    /// The heading.
    pub title: &'static str,
    /// In a sentence.
    pub lead: &'static str,
    /// Each under a heading.
    pub sections: &'static [Section],
}

/// A part of an article.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// Top to bottom.
    pub blocks: &'static [Block],
}

/// What a section is made of.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(&'static str),
    /// Things of one kind.
    List(&'static [&'static str]),
    /// Keys, and what they do.
    Keys(&'static [(&'static str, &'static str)]),
    /// A way on: a path of this site, and words.
    Link(&'static str, &'static str),
}
