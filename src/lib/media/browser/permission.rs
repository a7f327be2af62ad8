//! Whether the person lets the page use a device, beyond the moment of asking.

use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

use super::{DeviceKind, call};

/// Calls back when the permission changes, until dropped.
#[derive(Debug)]
#[must_use = "dropping it ends the subscription"]
pub struct PermissionChange {
    _listener: EventListener,
}

impl PermissionChange {
    /// `callback` hears whether the person allows it from now on; nothing while they are to be asked. `None` where the
    /// browser does not tell.
    pub async fn watch(kind: DeviceKind, callback: impl Fn(bool) + 'static) -> Option<Self> {
        let name = match kind {
            DeviceKind::Microphone => "microphone",
            DeviceKind::Camera => "camera",
            DeviceKind::Speaker => "speaker-selection",
        };
        let status: EventTarget = query(name).await.ok()?.dyn_into().ok()?;
        let listener = EventListener::new(&status.clone(), "change", move |_| {
            let state = Reflect::get(&status, &"state".into()).ok().and_then(|state| state.as_string());
            match state.as_deref() {
                Some("granted") => callback(true),
                Some("denied") => callback(false),
                _ => {}
            }
        });
        Some(Self { _listener: listener })
    }
}

/// A name that the browser does not know is refused.
async fn query(name: &str) -> Result<JsValue, JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let permissions = Reflect::get(&navigator, &"permissions".into())?;
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"name".into(), &name.into())?;
    JsFuture::from(call(&permissions, "query", &descriptor)?).await
}
