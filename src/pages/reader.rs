use std::rc::Rc;

use charlaton_json::{Value, json};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, window};
use yew::prelude::*;

use crate::{
    components::{
        beside::{BESIDE, Beside},
        button::close_button,
        icon::icon,
    },
    i18n::Language,
    lib::{
        speech::{self, Input, State, text_of_page},
        storage::Store,
    },
};

const STORED: &str = "charlaton.reader";

/// How somebody likes to be read to.
#[derive(Debug, Clone, PartialEq)]
struct Taste {
    voice: Option<String>,
    /// In tenths of the usual.
    rate: u32,
    /// In tenths of the usual.
    pitch: u32,
    right: bool,
}

impl Taste {
    fn read(stored: &Value) -> Self {
        let tenths = |name| {
            let number =
                stored.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
            number.map_or(10, |number| number.clamp(5, 20))
        };
        Self {
            voice: stored.get("voice").and_then(Value::as_str).map(str::to_owned),
            rate: tenths("rate"),
            pitch: tenths("pitch"),
            right: stored.get("right").and_then(Value::as_bool).unwrap_or(false),
        }
    }

    fn written(&self) -> Value {
        let voice = self.voice.as_deref().map_or(Value::Null, Value::from);
        json!({ "voice": voice, "rate": self.rate, "pitch": self.pitch, "right": self.right })
    }
}

/// What somebody has chosen.
#[derive(Debug, Clone, PartialEq)]
enum Choice {
    Voice(Option<String>),
    Rate(u32),
    Pitch(u32),
    OtherSide,
}

impl Reducible for Taste {
    type Action = Choice;

    fn reduce(self: Rc<Self>, choice: Choice) -> Rc<Self> {
        let mut taste = (*self).clone();
        match choice {
            Choice::Voice(voice) => taste.voice = voice,
            Choice::Rate(tenths) => taste.rate = tenths,
            Choice::Pitch(tenths) => taste.pitch = tenths,
            Choice::OtherSide => taste.right = !taste.right,
        }
        // Without storage it holds until the panel is closed.
        Store::Local.set(STORED, &taste.written());
        Rc::new(taste)
    }
}

/// As the browser takes it.
fn factor(tenths: u32) -> f64 {
    f64::from(tenths) / 10.0
}

/// Whose language, and whether it is wanted at once.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ReaderProps {
    pub language: Language,
    #[prop_or_default]
    pub open: bool,
}

/// The panel that reads the page aloud. It comes and goes with [`Beside::Reader`].
#[component]
pub(super) fn Reader(props: &ReaderProps) -> Html {
    let open = use_state(|| props.open);
    use_effect_with(*open, {
        let open = open.setter();
        move |&shown| {
            let toggle = window().map(|window| {
                EventListener::new(&window, BESIDE, move |_| {
                    if Beside::asked() == Some(Beside::Reader) {
                        open.set(!shown);
                    }
                })
            });
            move || drop(toggle)
        }
    });
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    html! {
        if *open {
            <Panel language={props.language} {close} />
        }
    }
}

#[derive(Debug, PartialEq, Properties)]
struct PanelProps {
    language: Language,
    close: Callback<()>,
}

#[component]
fn Panel(props: &PanelProps) -> Html {
    let (texts, site) = (props.language.texts(), props.language.site_texts());
    let (words, tag) = (&site.reader, texts.tag);
    let taste = use_reducer(|| Taste::read(&Store::Local.get(STORED).unwrap_or_default()));
    let standing = use_state(|| (State::Silent, false));
    let empty = use_state(|| false);
    let title = use_node_ref();
    let voices = use_voices(tag);
    let reader = use_memo((), {
        let standing = standing.setter();
        move |()| speech::Reader::new(move |state, refused| standing.set((state, refused)))
    });
    use_focus_while_shown(&title);
    use_silence_on_the_next_page(&reader);
    reader.set_manner(tag, taste.voice.as_deref(), factor(taste.rate), factor(taste.pitch));

    let choose = taste.dispatcher();
    let on_voice = {
        let choose = choose.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            choose.dispatch(Choice::Voice(chosen.filter(|name| !name.is_empty())));
        })
    };
    let number = |choice: fn(u32) -> Choice| {
        let choose = choose.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value_as_number());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
            if let Some(chosen) = chosen {
                choose.dispatch(choice((chosen * 10.0).round() as u32));
            }
        })
    };
    let to_other_side = {
        let choose = choose.clone();
        Callback::from(move |_: MouseEvent| choose.dispatch(Choice::OtherSide))
    };
    let tell = |input: Input| {
        let reader = reader.clone();
        Callback::from(move |_: MouseEvent| reader.feed(input.clone()))
    };
    let play = {
        let (reader, empty) = (reader.clone(), empty.setter());
        Callback::from(move |_: MouseEvent| {
            let text = text_of_page();
            empty.set(text.trim().is_empty());
            reader.feed(Input::Play(text));
        })
    };
    let (state, refused) = *standing;
    // “Stop” stays when there is nothing to stop: the focus may be on it.
    let nothing_to_stop = (state == State::Silent).then_some("true");
    let (label, sign, onclick) = match state {
        State::Silent => (words.play, "volume-2", play),
        State::Reading => (words.pause, "pause", tell(Input::Pause)),
        State::Paused => (words.go_on, "volume-2", tell(Input::GoOn)),
    };
    let said = match state {
        _ if !speech::is_supported() => words.unsupported,
        State::Silent if refused => words.failed,
        State::Silent if *empty => words.nothing,
        State::Silent => words.ended,
        State::Reading => words.reading,
        State::Paused => words.paused,
    };
    let onkeydown = {
        let close = props.close.clone();
        Callback::from(move |event: KeyboardEvent| {
            // No key that is pressed here is one of the page's.
            event.stop_propagation();
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    html! {
        <section class={classes!("reader", taste.right.then_some("right"))} aria-labelledby="reader-title" {onkeydown}>
            <header>
                <h2 id="reader-title" ref={title} tabindex="-1">{ words.title }</h2>
                { close_button(texts, props.close.reform(|_| ())) }
            </header>
            <p role="status">{ said }</p>
            <p class="actions">
                <button type="button" class="button primary" {onclick}>{ icon(sign) }{ label }</button>
                <button type="button" class="button" aria-disabled={nothing_to_stop}
                    onclick={tell(Input::Stop)}>
                    { words.stop }
                </button>
            </p>
            <label>
                { words.voice }
                <select onchange={on_voice}>
                    <option value="" selected={taste.voice.is_none()}>{ words.own_voice }</option>
                    for voice in &*voices {
                        <option value={voice.name.clone()} selected={taste.voice.as_ref() == Some(&voice.name)}>
                            { format!("{} ({})", voice.name, voice.language) }
                        </option>
                    }
                </select>
            </label>
            <div class="reader-manner">
                <label>
                    { words.rate }
                    <input type="range" min="0.5" max="2" step="0.1" value={factor(taste.rate).to_string()}
                        onchange={number(Choice::Rate)} />
                </label>
                <label>
                    { words.pitch }
                    <input type="range" min="0.5" max="2" step="0.1" value={factor(taste.pitch).to_string()}
                        onchange={number(Choice::Pitch)} />
                </label>
            </div>
            <button type="button" class="button quiet" onclick={to_other_side}>{ words.other_side }</button>
        </section>
    }
}

/// The voices of a language; browsers find them out while the page is open already.
#[hook]
fn use_voices(tag: &'static str) -> UseStateHandle<Vec<speech::Voice>> {
    let voices = use_state(|| speech::voices(tag));
    use_effect_with(tag, {
        let voices = voices.setter();
        move |&tag| {
            voices.set(speech::voices(tag));
            let change = speech::on_voices(move || voices.set(speech::voices(tag)));
            move || drop(change)
        }
    });
    voices
}

/// The panel has the focus when it comes, and gives it back when it goes.
#[hook]
fn use_focus_while_shown(title: &NodeRef) {
    use_effect_with((), {
        let title = title.clone();
        move |()| {
            let document = window().and_then(|window| window.document());
            let before =
                document.and_then(|document| document.active_element()?.dyn_into::<HtmlElement>().ok());
            if let Some(title) = title.cast::<HtmlElement>() {
                let _ = title.focus();
            }
            move || {
                if let Some(before) = before {
                    let _ = before.focus();
                }
            }
        }
    });
}

/// What was read is not there any more.
#[hook]
fn use_silence_on_the_next_page(reader: &Rc<speech::Reader>) {
    use_effect_with((), {
        let reader = Rc::clone(reader);
        move |()| {
            let leaving = window()
                .map(|window| EventListener::new(&window, "popstate", move |_| reader.feed(Input::Stop)));
            move || drop(leaving)
        }
    });
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn tastes_survive_storage_and_nonsense_does_not() {
        let taste = Taste { voice: Some("Mónica".into()), rate: 15, pitch: 5, right: true };
        assert_eq!(Taste::read(&taste.written()), taste);
        let usual = Taste { voice: None, rate: 10, pitch: 10, right: false };
        assert_eq!(Taste::read(&Value::Null), usual);
        assert_eq!(Taste::read(&json!({ "voice": 5, "rate": "x", "right": 1 })), usual);
        assert_eq!(Taste::read(&json!({ "rate": 99, "pitch": 1 })), Taste { rate: 20, pitch: 5, ..usual });
    }
}
