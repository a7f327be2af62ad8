//! The commonest elements as functions. `html!` writes the construction of an element out where it stands, some 300 bytes
//! each time; most elements have a class and nothing else, and a call is a tenth of that.

use yew::{
    prelude::*,
    virtual_dom::{AttributeOrProperty, Attributes, VList, VTag, VText},
};

/// An element with a class, or with none where that is empty.
pub fn el(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    let class = (!class.is_empty()).then_some(AttributeOrProperty::Static(class));
    let mut element = VTag::new(tag);
    element.set_attributes(Attributes::Dynamic { keys: &["class"], values: Box::new([class]) });
    if let Some(content) = element.children_mut() {
        *content = VList::with_children(children, None).into();
    }
    element.into()
}

/// An element that only says something.
pub fn worded(tag: &'static str, class: &'static str, words: impl Into<AttrValue>) -> Html {
    el(tag, class, vec![text(words)])
}

/// A text alone. Words of ours are not copied, as they are by `html!`.
pub fn text(words: impl Into<AttrValue>) -> Html {
    VText::new(words).into()
}

/// Several nodes without an element around.
pub fn all(nodes: Vec<Html>) -> Html {
    VList::with_children(nodes, None).into()
}

/// A node that is there or not. Its place among its siblings is kept, so that they are not made anew.
pub fn when(shown: bool, node: impl FnOnce() -> Html) -> Html {
    if shown { node() } else { Html::default() }
}
