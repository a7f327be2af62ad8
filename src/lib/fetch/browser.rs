use std::{cell::Cell, rc::Rc};

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Response};

use super::{NoAnswer, Request};

/// A hanging route must not hang the page.
const TIME_OUT_MS: u32 = 15_000;

/// Sends, and reads the answer: its status and its text.
///
/// # Errors
/// When there is none, or none in time.
pub async fn fetch(request: Request<'_>) -> Result<(u16, String), NoAnswer> {
    let timed_out = Rc::new(Cell::new(false));
    let answer = async {
        let controller = AbortController::new()?;
        let init = init(&request)?;
        init.set_signal(Some(&controller.signal()));
        let _limit = Timeout::new(TIME_OUT_MS, {
            let timed_out = Rc::clone(&timed_out);
            move || {
                timed_out.set(true);
                controller.abort();
            }
        });
        answered(request.url, &init).await
    };
    answer.await.map_err(|_| if timed_out.get() { NoAnswer::TimedOut } else { NoAnswer::Unreachable })
}

fn init(request: &Request<'_>) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_credentials(if request.cookies {
        RequestCredentials::Include
    } else {
        RequestCredentials::Omit
    });
    if let Some((media_type, text)) = request.body {
        init.set_body(&JsValue::from_str(text));
        let headers = Headers::new()?;
        headers.set("content-type", media_type)?;
        init.set_headers(&headers);
    }
    Ok(init)
}

async fn answered(url: &str, init: &RequestInit) -> Result<(u16, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, init)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}
