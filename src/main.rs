//! Reads the configuration and mounts the app.

use std::rc::Rc;

use charlaton::{
    app::{App, AppProps, Misconfigured, MisconfiguredProps},
    lib::config::{Config, ConfigError},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

fn main() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        let Some(root) = mount_point() else { return };
        match configuration().await {
            Ok(config) => {
                let props = AppProps { config: Rc::new(config) };
                yew::Renderer::<App>::with_root_and_props(root, props).render();
            }
            Err(error) => {
                let props = MisconfiguredProps { error: error.to_string().into() };
                yew::Renderer::<Misconfigured>::with_root_and_props(root, props).render();
            }
        }
    });
}

/// `#app`, or a new element. Never the body itself: the renderer empties its root, and the body holds the icons.
fn mount_point() -> Option<web_sys::Element> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id("app").or_else(|| {
        let root = document.create_element("div").ok()?;
        document.body()?.append_child(&root).ok()?;
        Some(root)
    })
}

/// The build's configuration under the deployment's `/config.json`. A site without that file is fine.
async fn configuration() -> Result<Config, ConfigError> {
    let config = Config::from_build()?;
    match config_json().await {
        Some(json) => config.overridden_by(&json),
        None => Ok(config),
    }
}

async fn config_json() -> Option<String> {
    let fetched = JsFuture::from(web_sys::window()?.fetch_with_str("/config.json")).await.ok()?;
    let response: web_sys::Response = fetched.dyn_into().ok()?;
    // Hosts that answer every path with index.html do not have the file either.
    let kind = response.headers().get("content-type").ok()??;
    if !response.ok() || !kind.starts_with("application/json") {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
