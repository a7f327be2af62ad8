use yew::prelude::*;

use crate::routes;

/// A link inside the app: it is followed without loading the page again, and with a modifier key as any other link.
/// `path` may have a query.
pub fn link(path: impl Into<AttrValue>, class: &'static str, words: impl Into<Html>) -> Html {
    anchor(path.into(), class, words.into())
}

fn anchor(path: AttrValue, class: &'static str, words: Html) -> Html {
    let onclick = {
        let path = path.clone();
        Callback::from(move |event: MouseEvent| {
            if !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key()) {
                event.prevent_default();
                routes::go(&path);
            }
        })
    };
    html! { <a {class} href={path} {onclick}>{ words }</a> }
}
