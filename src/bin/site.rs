//! The program of the pages around meetings: what it is, accounts, one's rooms.

use charlaton::{
    app,
    pages::site::{Site, is_reader_alone, mount_reader},
};
use yew::prelude::*;

fn main() {
    if is_reader_alone() {
        mount_reader();
    } else {
        app::start(|| html! { <Site /> });
    }
}
