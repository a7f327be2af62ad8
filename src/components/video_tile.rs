use wasm_bindgen::JsValue;
use yew::{prelude::*, virtual_dom::Key};

use super::{
    el::{all, el, text, when, worded},
    icon::icon,
};
use crate::{i18n::Texts, lib::webrtc::RemoteStream};

/// One participant's picture.
#[derive(Debug)]
pub struct VideoTile<'a> {
    /// Names the tile to style and tests.
    pub user: AttrValue,
    /// Theirs.
    pub name: &'a str,
    /// Ours: mirrored, and called so.
    pub is_me: bool,
    /// They may end the meeting.
    pub is_host: bool,
    /// Whether they can be heard, where it is known.
    pub mic: Option<bool>,
    /// What is shown; the initials without it.
    pub picture: Option<RemoteStream>,
    /// What is wrong with the connection, in words.
    pub status: Option<&'static str>,
    /// What lies over the picture.
    pub signs: Html,
    /// How large it is meant, for the style sheet.
    pub class: &'static str,
    /// Marks besides, after the name.
    pub marks: Vec<Html>,
    /// What can be done about them.
    pub menu: Html,
}

impl VideoTile<'_> {
    /// Video or initials, name, marks and state. The picture never plays sound.
    pub fn view(self, texts: &Texts) -> Html {
        let label = AttrValue::from(match self.is_me {
            true => format!("{} ({})", self.name, texts.meeting.you),
            false => self.name.to_owned(),
        });
        let footer = el("footer", "")
            .when(self.mic == Some(false), || mark("mic-off", texts.meeting.muted))
            .when(self.is_host, || mark("crown", texts.meeting.host))
            .child(name(label.clone()))
            // Filled outside of the virtual DOM.
            .child(el("span", "bars"))
            .children(self.marks)
            .html();
        let content = all(vec![
            picture(self.picture.as_ref(), self.is_me, None),
            when(self.picture.is_none(), || {
                html! { <div class={tint(&self.user)} aria-hidden="true">{ initials(self.name) }</div> }
            }),
            self.signs,
            when(self.status.is_some(), || worded("p", "tile-status", self.status.unwrap_or_default())),
            footer,
            self.menu,
        ]);
        let key = Key::from(&*self.user);
        article(key, self.class, label, [Some(self.user), None], content)
    }
}

/// A screen that `user` shares.
pub fn screen_tile(
    user: AttrValue,
    label: AttrValue,
    class: &'static str,
    stream: Option<&RemoteStream>,
    marks: Vec<Html>,
    menu: Html,
) -> Html {
    let footer = el("footer", "").child(name(label.clone())).children(marks).html();
    let content = all(vec![picture(stream, false, None), footer, menu]);
    let key = Key::from(["screen-", &*user].concat());
    article(key, class, label, [None, Some(user)], content)
}

/// A tile of somebody's face, or else of their screen.
fn article(
    key: Key,
    class: &'static str,
    label: AttrValue,
    [user, screen]: [Option<AttrValue>; 2],
    content: Html,
) -> Html {
    html! {
        <article {key} {class} aria-label={label} data-user={user} data-screen={screen}>{ content }</article>
    }
}

fn name(label: AttrValue) -> Html {
    html! { <span class="tile-name" dir="auto">{ text(label) }</span> }
}

/// An icon and what it means.
pub fn mark(name: &'static str, words: &'static str) -> Html {
    all(vec![icon(name), worded("span", "visually-hidden", words)])
}

/// A playing `<video>` without sound; empty without a stream. `mirrored` as in a mirror; `label` for a picture that stands
/// alone.
pub fn picture(stream: Option<&RemoteStream>, mirrored: bool, label: Option<&'static str>) -> Html {
    let class = match (mirrored, stream) {
        (true, Some(_)) => "mirrored",
        (true, None) => "mirrored empty",
        (false, Some(_)) => "",
        (false, None) => "empty",
    };
    // Properties, not attributes: a stream has no attribute, and on an element that exists already `muted` does nothing.
    html! {
        <video {class} autoplay=true playsinline=true aria-label={label} aria-hidden={label.is_none().then_some("true")}
            ~muted={true} ~srcObject={stream.map_or(JsValue::NULL, JsValue::from)} />
    }
}

/// The first letters of the first two words; the style sheet makes them capitals.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.take(2).collect()
}

/// One of eight background tints, the same for the same user everywhere.
fn tint(user: &str) -> &'static str {
    // FNV-1a.
    let hash =
        user.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    [
        "initials tint-0",
        "initials tint-1",
        "initials tint-2",
        "initials tint-3",
        "initials tint-4",
        "initials tint-5",
        "initials tint-6",
        "initials tint-7",
    ][hash as usize % 8]
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_two_words() {
        assert_eq!(initials("ana maría lópez"), "am");
        assert_eq!(initials("  ñandú"), "ñ");
        assert_eq!(initials("😀 x"), "😀x");
        assert_eq!(initials(""), "");
    }
}
