use std::{cell::Cell, rc::Rc};

use yew::prelude::*;

/// Whether a component is still on the page. An answer that comes after one has left must not navigate any more.
#[derive(Debug, Clone)]
pub struct Mounted(Rc<Cell<bool>>);

impl Mounted {
    /// Whether it is.
    #[must_use]
    pub fn get(&self) -> bool {
        self.0.get()
    }
}

/// Of the calling component.
#[hook]
pub fn use_mounted() -> Mounted {
    let mounted = (*use_memo((), |()| Rc::new(Cell::new(true)))).clone();
    use_effect_with((), {
        let mounted = Rc::clone(&mounted);
        move |()| move || mounted.set(false)
    });
    Mounted(mounted)
}
