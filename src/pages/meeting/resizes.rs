//! Tells whenever an element gets another size.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// Until dropped.
#[derive(Debug)]
pub(super) struct Resizes {
    observer: ResizeObserver,
    _callback: Closure<dyn Fn()>,
}

impl Resizes {
    /// Nothing in a browser that cannot tell. The first time is at once.
    pub(super) fn of(element: &Element, tell: impl Fn() + 'static) -> Option<Self> {
        let callback = Closure::<dyn Fn()>::new(tell);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
