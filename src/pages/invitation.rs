use charlaton_contract::RoomId;
use gloo_timers::callback::Timeout;
use qrcodegen::{QrCode, QrCodeEcc};
use yew::{platform::spawn_local, prelude::*};

use crate::{
    components::{
        copy_link::{SAID_MS, copy, copy_link, link_to, pressed},
        el::{el, worded},
    },
    i18n::Language,
    routes::MeetingRoute,
};

/// Empty around the code, in its modules: readers need it to find the code.
const QUIET: i32 = 4;

#[derive(Debug, PartialEq, Properties)]
pub(super) struct InvitationProps {
    pub language: Language,
}

/// How far copying the link has come.
#[derive(Debug, Clone, PartialEq)]
enum Copying {
    No,
    Done,
    /// With the link.
    Refused(String),
}

/// How to bring others into the meeting of this page: its link, as a picture for phones too, and its code.
#[component]
pub(super) fn Invitation(props: &InvitationProps) -> Html {
    let (texts, words) = (props.language.texts(), &props.language.site_texts().dialogs);
    let copying = use_state(|| Copying::No);
    use_effect_with((*copying).clone(), {
        let copying = copying.setter();
        move |now| {
            let timer =
                (*now == Copying::Done).then(|| Timeout::new(SAID_MS, move || copying.set(Copying::No)));
            move || drop(timer)
        }
    });
    let Some(room) = room() else { return Html::default() };
    let link = link_to(&room);
    let onclick = {
        let (room, copying) = (room.clone(), copying.setter());
        Callback::from(move |event: MouseEvent| {
            let (room, copying, button) = (room.clone(), copying.clone(), pressed(&event));
            spawn_local(async move {
                let copied = copy(&room, button.as_ref()).await;
                copying.set(copied.map_or_else(Copying::Refused, |()| Copying::Done));
            });
        })
    };
    let refused = match &*copying {
        Copying::Refused(link) => (texts.common.copy_failed)(link),
        Copying::No | Copying::Done => String::new(),
    };
    let code = drawn(&link).map(|(size, path)| picture(size, path, words.qr));
    el("div", "invitation")
        .child(worded("p", "hint", words.invite_text))
        .child(code.unwrap_or_default())
        .child(worded("p", "invitation-link", link))
        .child(html! { <p>{ texts.meeting.code }{ ": " }<strong>{ room.to_string() }</strong></p> })
        .child(copy_link(*copying == Copying::Done, None, onclick, texts))
        .child(html! { <p role="status">{ refused }</p> })
        .html()
}

fn room() -> Option<RoomId> {
    match MeetingRoute::here()? {
        MeetingRoute::Join(id) | MeetingRoute::Meet(id) => RoomId::parse(&id).ok(),
        MeetingRoute::Left => None,
    }
}

fn picture(size: i32, path: String, label: &'static str) -> Html {
    let whole = size + 2 * QUIET;
    let view_box = format!("-{QUIET} -{QUIET} {whole} {whole}");
    html! {
        <svg class="qr" viewBox={view_box} role="img" aria-label={label} shape-rendering="crispEdges">
            <path d={path} />
        </svg>
    }
}

/// The QR code of a text: how many modules wide, and its dark ones as the path of an image, a unit each. `None` for what is
/// too long.
fn drawn(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let dark = (x..size).take_while(|&x| code.get_module(x, y)).count();
            if dark > 0 {
                path.push_str(&format!("M{x} {y}h{dark}v1h-{dark}z"));
            }
            x += i32::try_from(dark).ok()? + 1;
        }
    }
    Some((size, path))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_module_by_module() {
        let link = "https://example.org/join/abc-xyz";
        let (size, path) = drawn(link).unwrap();
        let mut modules = vec![vec![false; size as usize]; size as usize];
        for run in path.split('M').skip(1) {
            let numbers: Vec<usize> =
                run.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
            let [x, y, dark, 1, back] = numbers[..] else { panic!("{run}") };
            assert_eq!(dark, back);
            modules[y][x..x + dark].fill(true);
        }
        let code = QrCode::encode_text(link, QrCodeEcc::Medium).unwrap();
        for (y, row) in modules.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                assert_eq!(*dark, code.get_module(x as i32, y as i32), "{x} {y}");
            }
        }
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert_eq!(drawn(&"x".repeat(3000)), None);
    }
}
