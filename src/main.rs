//! The program of meetings: the lobby, the meeting, and what is after it. It is small, because who follows a link into a
//! meeting waits for it.

use charlaton::{app, pages::meeting::Meetings};
use yew::prelude::*;

fn main() {
    app::start(|| html! { <Meetings /> });
}
