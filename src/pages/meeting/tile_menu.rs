//! What one can do about a tile, and how one wants the stage.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    call,
    meeting::{self, Ui},
    seats::{Layout, SelfView, Spot, Wishes},
    staging::{Msg, Press, Staging},
};
use crate::components::{
    control::Control,
    el::{text, worded},
    icon::icon,
    menu::{menu, menu_item},
};

/// The menu of a tile that is called `name`; `further` are its items besides.
pub(super) fn tile_menu(spot: &Spot, name: &str, staging: &Staging, further: Vec<Html>, ui: Ui<'_>) -> Html {
    let words = &ui.texts.stage;
    let id = menu_id(spot);
    let pinned = staging.wishes().pinned.as_ref() == Some(spot);
    let (label, pin) = if pinned { (words.unpin, None) } else { (words.pin, Some(spot.clone())) };
    let onpin = ui.link.callback(move |_| staged(Msg::Pin(pin.clone())));
    let mut items =
        vec![menu_item(id.clone(), "pin", label, None, onpin), volume(spot, staging.volume(spot), ui)];
    items.extend(further);
    let label = AttrValue::from((words.tile_menu)(name));
    let mut trigger = Control::new("ellipsis", label.clone(), Callback::noop());
    trigger.class = "tile-more";
    menu(id, label, trigger, items)
}

/// The id of a tile's menu.
pub(super) fn menu_id(spot: &Spot) -> AttrValue {
    [if spot.is_screen() { "screen-" } else { "tile-" }, spot.user().as_str()].concat().into()
}

fn volume(spot: &Spot, volume: u32, ui: Ui<'_>) -> Html {
    let spot = spot.clone();
    let oninput = ui.link.callback(move |event: InputEvent| {
        let slider = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let value = slider.map_or(0.0, |slider| slider.value_as_number());
        staged(Msg::Volume(spot.clone(), value as u32))
    });
    html! {
        <label class="menu-item">
            { icon("volume-2") }
            { text(ui.texts.stage.volume) }
            <input type="range" max="100" value={volume.to_string()} {oninput} />
        </label>
    }
}

/// How one wants the stage, as items of the menu `id`.
pub(super) fn layout_items(id: AttrValue, wishes: &Wishes, ui: Ui<'_>) -> Vec<Html> {
    let words = &ui.texts.stage;
    let item = |icon, label: &'static str, chosen: bool, press: Press| {
        menu_item(id.clone(), icon, label, Some(chosen), ui.on(press))
    };
    let layouts = Layout::ALL.into_iter().zip(words.layouts);
    let mut items: Vec<Html> = layouts
        .map(|(layout, label)| item("layout-grid", label, wishes.layout == layout, Press::Layout(layout)))
        .collect();
    items.push(worded("p", "menu-title", words.own_picture));
    let own = SelfView::ALL.into_iter().zip(words.self_views);
    items.extend(
        own.map(|(view, label)| item("user", label, wishes.self_view == view, Press::SelfView(view))),
    );
    items
}

fn staged(msg: Msg) -> meeting::Msg {
    meeting::Msg::Call(call::Msg::Stage(msg))
}

/// That a tile is pinned.
pub(super) fn marks(spot: &Spot, wishes: &Wishes, ui: Ui<'_>) -> Vec<Html> {
    let pinned = wishes.pinned.as_ref() == Some(spot);
    let mark = crate::components::video_tile::mark;
    pinned.then(|| mark("pin", ui.texts.stage.pinned)).into_iter().collect()
}
