//! The commonest elements as functions. `html!` writes the construction of an element out where it stands, some 300 bytes
//! each time; most elements have a class and nothing else, and a call is a tenth of that.

use yew::{
    prelude::*,
    virtual_dom::{AttributeOrProperty, Attributes, VList, VTag, VText},
};

/// An element that is being put together. In a box, because a pointer is all that is handed from call to call.
#[derive(Debug)]
pub struct El(Box<VTag>);

/// An element with a class, or with none where that is empty.
pub fn el(tag: &'static str, class: &'static str) -> El {
    let class = (!class.is_empty()).then_some(AttributeOrProperty::Static(class));
    let mut element = VTag::new(tag);
    element.set_attributes(Attributes::Dynamic { keys: &["class"], values: Box::new([class]) });
    El(Box::new(element))
}

impl El {
    /// With one more child.
    #[must_use]
    pub fn child(mut self, node: impl Into<Html>) -> Self {
        self.0.add_child(node.into());
        self
    }

    /// With more children.
    #[must_use]
    pub fn children(self, nodes: Vec<Html>) -> Self {
        self.child(all(nodes))
    }

    /// With one more child, or with a place for it that is empty, so that the others are not made anew when it comes.
    #[must_use]
    pub fn when<N: Into<Html>>(self, shown: bool, node: impl FnOnce() -> N) -> Self {
        self.child(when(shown, || node().into()))
    }

    /// With words.
    #[must_use]
    pub fn text(self, words: impl Into<AttrValue>) -> Self {
        self.child(text(words))
    }

    /// The element.
    pub fn html(self) -> Html {
        (*self.0).into()
    }
}

impl From<El> for Html {
    fn from(element: El) -> Self {
        element.html()
    }
}

/// An element that only says something.
pub fn worded(tag: &'static str, class: &'static str, words: impl Into<AttrValue>) -> Html {
    el(tag, class).text(words).html()
}

/// A text alone. Words of ours are not copied, as they are by `html!`.
pub fn text(words: impl Into<AttrValue>) -> Html {
    VText::new(words).into()
}

/// Several nodes without an element around.
pub fn all(nodes: Vec<Html>) -> Html {
    VList::with_children(nodes, None).into()
}

/// A node that is there or not; its place stays, so that its siblings are not made anew.
pub fn when(shown: bool, node: impl FnOnce() -> Html) -> Html {
    if shown { node() } else { Html::default() }
}
