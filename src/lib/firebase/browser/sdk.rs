use js_sys::{Date, Function, Promise, Reflect};
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
    let module = module().await?;
    let function: Function = Reflect::get(&module, &"signIn".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call1(&JsValue::UNDEFINED, &request.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// A browser remembers of a file that did not come that it is none, until the page is left: it is asked again under
/// another address.
async fn module() -> Option<JsValue> {
    if let Some(module) = imported(FILE).await {
        return Some(module);
    }
    imported(&format!("{FILE}?{}", Date::now())).await
}

async fn imported(file: &str) -> Option<JsValue> {
    JsFuture::from(import(file).ok()?).await.ok()
}
