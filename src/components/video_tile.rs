use web_sys::HtmlVideoElement;
use yew::prelude::*;

use super::icon::icon;
use crate::{i18n::Texts, lib::webrtc::RemoteStream};

/// One participant's picture.
#[derive(Debug)]
pub struct VideoTile {
    /// Names the tile to style and tests.
    pub user: AttrValue,
    /// Theirs.
    pub name: AttrValue,
    /// Ours: mirrored, and called so.
    pub is_me: bool,
    /// They may end the meeting.
    pub is_host: bool,
    /// Whether they can be heard, where it is known.
    pub mic: Option<bool>,
    /// What is shown; the initials without it.
    pub picture: Option<RemoteStream>,
    /// What is wrong with the connection, in words.
    pub status: Option<AttrValue>,
}

impl VideoTile {
    /// Video or initials, name, marks and state. The picture never plays sound: that is [`RemoteAudio`]'s.
    ///
    /// [`RemoteAudio`]: super::remote_audio::RemoteAudio
    pub fn view(self, texts: &Texts) -> Html {
        let label =
            if self.is_me { format!("{} ({})", self.name, texts.meeting.you) } else { self.name.to_string() };
        html! {
            <article key={&*self.user} class={if self.is_me { "tile me" } else { "tile" }} aria-label={label.clone()} data-user={self.user.clone()}>
                <Picture stream={self.picture.clone()} mirrored={self.is_me} />
                if self.picture.is_none() {
                    <div class={classes!("initials", format!("tint-{}", tint(&self.user)))} aria-hidden="true">
                        { initials(&self.name) }
                    </div>
                }
                if let Some(status) = &self.status {
                    <p class="tile-status">{ status }</p>
                }
                <footer>
                    if self.mic == Some(false) {
                        { icon("mic-off") }
                        <span class="visually-hidden">{ texts.meeting.muted }</span>
                    }
                    if self.is_host {
                        { icon("crown") }
                        <span class="visually-hidden">{ texts.meeting.host }</span>
                    }
                    <span class="tile-name" dir="auto">{ label }</span>
                </footer>
            </article>
        }
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

/// The first letters of the first two words; the style sheet makes them capitals.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.take(2).collect()
}

/// One of eight background tints, the same for the same user everywhere.
fn tint(user: &str) -> u32 {
    // FNV-1a.
    user.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) % 8
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
