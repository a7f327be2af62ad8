//! The program of meetings: the lobby, the meeting, and what is after it. It is small, because who follows a link into a
//! meeting waits for it; and calls are a part of their own, which comes while one is in the lobby.

use charlaton::{
    app,
    pages::meeting::{Calls, Load, LoadError, Meetings},
};
use yew::prelude::*;

fn main() {
    app::start(|| html! { <Meetings load={Load(|| Box::pin(load()))} /> });
}

async fn load() -> Result<Calls, LoadError> {
    calls().await.map_err(|_| LoadError)
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(call, fallible)]
fn calls() -> Result<Calls, wasm_split_helpers::SplitLoaderError> {
    Ok(Calls::here())
}

/// In development there is one part.
#[cfg(not(feature = "split"))]
async fn calls() -> Result<Calls, std::convert::Infallible> {
    Ok(Calls::here())
}
