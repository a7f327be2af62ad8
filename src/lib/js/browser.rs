use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A property; `undefined` where there is none.
pub(in crate::lib) fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or_default()
}

/// Calls a method that may be absent.
pub(in crate::lib) fn call(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(target, &name.into())?.dyn_into()?;
    function.apply(target, &arguments.iter().copied().collect::<Array>())
}

/// The same for what answers with a promise: `done` hears what that gives, or nothing where it is refused.
pub(in crate::lib) fn begin(
    target: &JsValue,
    name: &str,
    arguments: &[&JsValue],
    done: impl FnOnce(Option<JsValue>) + 'static,
) {
    hand_on(call(target, name, arguments), Box::new(done));
}

// Not generic: one future for all of them.
fn hand_on(begun: Result<JsValue, JsValue>, done: Box<dyn FnOnce(Option<JsValue>)>) {
    match begun.and_then(JsCast::dyn_into::<Promise>) {
        Ok(promise) => spawn_local(async move { done(JsFuture::from(promise).await.ok()) }),
        Err(_) => done(None),
    }
}
