//! Puts the tiles in their places through custom properties, outside the virtual DOM: a resize renders nothing.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::NodeRef;

use super::{layout::arrange, resizes::Resizes, seats::Seat};

#[derive(Debug, Default)]
pub(super) struct Tiling {
    seats: Rc<RefCell<Vec<Seat>>>,
    /// Then it is laid out again.
    resizes: Option<Resizes>,
}

impl Tiling {
    /// The stage shows these, in this order. Whether anything has moved.
    pub(super) fn rendered(&mut self, node: &NodeRef, seats: Vec<Seat>) -> bool {
        let Some(stage) = node.cast::<HtmlElement>() else { return false };
        let moved = *self.seats.borrow() != seats;
        if moved {
            self.seats.replace(seats);
            lay_out(&stage, &self.seats.borrow());
        }
        if self.resizes.is_none() {
            let (seats, laid_out) = (Rc::clone(&self.seats), stage.clone());
            self.resizes = Resizes::of(&stage, move || lay_out(&laid_out, &seats.borrow()));
        }
        moved
    }
}

fn lay_out(stage: &HtmlElement, seats: &[Seat]) {
    let places = arrange(seats, f64::from(stage.client_width()), f64::from(stage.client_height()));
    let Ok(tiles) = stage.query_selector_all("article") else { return };
    for (index, place) in (0..).zip(places) {
        let Some(tile) = tiles.item(index).map(JsCast::unchecked_into::<HtmlElement>) else { return };
        let style = tile.style();
        for (property, length) in
            [("--x", place.x), ("--y", place.y), ("--width", place.width), ("--height", place.height)]
        {
            // A length is a valid value of a custom property.
            let _ = style.set_property(property, &format!("{}px", length as u32));
        }
    }
}
