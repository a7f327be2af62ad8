use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlAudioElement;
use yew::{platform::spawn_local, prelude::*};

use crate::lib::webrtc::RemoteStream;

/// One participant's sound.
#[derive(Debug, PartialEq, Properties)]
pub struct RemoteAudioProps {
    /// Whose.
    pub user: AttrValue,
    /// It plays as long as this is rendered.
    pub stream: RemoteStream,
    /// Counts presses of the button that lets blocked sound through: each one tries to play again.
    #[prop_or_default]
    pub attempt: u32,
    /// The browser wants a press first.
    pub onblocked: Callback<()>,
}

/// A playing `<audio>`, without controls. A media element, not Web Audio: the echo canceller hears it.
#[component]
pub fn RemoteAudio(props: &RemoteAudioProps) -> Html {
    let node = use_node_ref();
    use_effect_with((props.stream.clone(), props.attempt), {
        let (node, onblocked) = (node.clone(), props.onblocked.clone());
        move |(stream, _attempt)| {
            let Some(audio) = node.cast::<HtmlAudioElement>() else { return };
            stream.attach(&audio);
            let Ok(playing) = audio.play() else { return };
            spawn_local(async move {
                let refused = JsFuture::from(playing).await.err();
                // An `AbortError` only says that the element went away or got another stream meanwhile.
                let name = refused.map(web_sys::DomException::from).map(|error| error.name());
                if name.as_deref() == Some("NotAllowedError") {
                    onblocked.emit(());
                }
            });
        }
    });
    html! { <audio ref={node} autoplay=true data-user={&props.user} /> }
}
