use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// Made of `oauth/oauth.js`.
const FILE: &str = "/generated/oauth.js";

#[wasm_bindgen]
extern "C" {
    /// The keyword. It loads only what the Content-Security-Policy lets every script load.
    #[wasm_bindgen(js_name = "import", catch)]
    fn import(file: &str) -> Result<Promise, JsValue>;
}

/// Calls the function of the same name in [`FILE`]. `None` when it cannot be loaded.
pub(in crate::lib::firebase) async fn sign_in(request: &str) -> Option<String> {
    let module = JsFuture::from(import(FILE).ok()?).await.ok()?;
    let function: Function = Reflect::get(&module, &"signIn".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call1(&JsValue::UNDEFINED, &request.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}
