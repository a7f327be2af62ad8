use web_sys::HtmlVideoElement;
use yew::prelude::*;

use super::icon::Icon;
use crate::{i18n::use_texts, lib::webrtc::RemoteStream};

/// One participant's picture.
#[derive(Debug, PartialEq, Properties)]
pub struct VideoTileProps {
    /// Names the tile to style and tests.
    pub user: AttrValue,
    /// Theirs.
    pub name: AttrValue,
    /// Ours: mirrored, and called so.
    #[prop_or_default]
    pub is_me: bool,
    /// They may end the meeting.
    #[prop_or_default]
    pub is_host: bool,
    /// Whether they can be heard, where it is known.
    pub mic: Option<bool>,
    /// What is shown; the initials without it.
    pub picture: Option<RemoteStream>,
    /// What is wrong with the connection, in words.
    #[prop_or_default]
    pub status: Option<AttrValue>,
}

/// Video or initials, name, marks and state. The picture never plays sound: that is [`RemoteAudio`]'s.
///
/// [`RemoteAudio`]: super::remote_audio::RemoteAudio
#[component]
pub fn VideoTile(props: &VideoTileProps) -> Html {
    let texts = use_texts();
    let label =
        if props.is_me { format!("{} ({})", props.name, texts.meeting.you) } else { props.name.to_string() };
    html! {
        <article class={classes!("tile", props.is_me.then_some("me"))} aria-label={label.clone()} data-user={&props.user}>
            <Picture stream={props.picture.clone()} mirrored={props.is_me} />
            if props.picture.is_none() {
                <div class={classes!("initials", format!("tint-{}", tint(&props.user)))} aria-hidden="true">
                    { initials(&props.name) }
                </div>
            }
            if let Some(status) = &props.status {
                <p class="tile-status">{ status }</p>
            }
            <footer>
                if props.mic == Some(false) {
                    <Icon name="mic-off" />
                    <span class="visually-hidden">{ texts.meeting.muted }</span>
                }
                if props.is_host {
                    <Icon name="crown" />
                    <span class="visually-hidden">{ texts.meeting.host }</span>
                }
                <span class="tile-name" dir="auto">{ label }</span>
            </footer>
        </article>
    }
}

/// A picture alone.
#[derive(Debug, PartialEq, Properties)]
pub struct PictureProps {
    /// Nothing is shown without it.
    pub stream: Option<RemoteStream>,
    /// As in a mirror.
    #[prop_or_default]
    pub mirrored: bool,
    /// For a picture that stands alone.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// A playing `<video>` without sound.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let node = use_node_ref();
    use_effect_with(props.stream.clone(), {
        let node = node.clone();
        move |stream| {
            if let Some(video) = node.cast::<HtmlVideoElement>() {
                // The property, not the attribute: Yew creates the element, and then the attribute does nothing.
                video.set_muted(true);
                match stream {
                    Some(stream) => stream.attach(&video),
                    None => video.set_src_object(None),
                }
            }
        }
    });
    html! {
        <video ref={node} class={classes!(props.mirrored.then_some("mirrored"), props.stream.is_none().then_some("empty"))}
            autoplay=true playsinline=true aria-label={props.label.clone()} aria-hidden={props.label.is_none().then_some("true")} />
    }
}

/// The first letters of the first two words.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// One of eight background tints, the same for the same user everywhere.
fn tint(user: &str) -> u32 {
    // FNV-1a.
    user.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) % 8
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_two_words() {
        assert_eq!(initials("ana maría lópez"), "AM");
        assert_eq!(initials("  ñandú"), "Ñ");
        assert_eq!(initials("😀 x"), "😀X");
        assert_eq!(initials(""), "");
    }
}
