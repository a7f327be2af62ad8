//! The program of the pages around meetings: what it is, accounts, one's rooms.

use charlaton::{app, pages::site::Site};
use yew::prelude::*;

fn main() {
    app::start(|| html! { <Site /> });
}
