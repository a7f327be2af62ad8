//! The program of the pages around meetings: what it is, accounts, one's rooms.

use charlaton::{
    app,
    pages::site::{Site, is_beside, mount_beside},
};
use yew::prelude::*;

fn main() {
    if is_beside() {
        mount_beside();
    } else {
        app::start(|| html! { <Site /> });
    }
}
