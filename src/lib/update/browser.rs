//! `navigator.serviceWorker`, of which web-sys has more than is needed.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use gloo_events::EventListener;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, VisibilityState, window};

use super::is_newer;
use crate::lib::clock::within;

/// What sw.js understands.
const ACTIVATE: &str = "activate";
/// How long a new worker may take to be in charge before the page is loaded anew without it.
const PATIENCE_MS: u32 = 3_000;

/// A newer build that is complete and waits.
#[derive(Debug, Clone, PartialEq)]
pub struct NewVersion(JsValue);

impl NewVersion {
    /// Puts it in charge, and loads the page anew.
    pub async fn take(&self) {
        let changed = workers().map(|workers| {
            let (sender, receiver) = oneshot::channel();
            let sender = RefCell::new(Some(sender));
            let listener = EventListener::new(&workers, "controllerchange", move |_| {
                // The first change counts.
                let _ = sender.borrow_mut().take().map(|sender| sender.send(()));
            });
            (listener, receiver)
        });
        self.put_in_charge();
        if let Some((_listener, receiver)) = changed {
            let _ = within(PATIENCE_MS, receiver).await;
        }
        if let Some(window) = window() {
            // A page that cannot be loaded anew stays.
            let _ = window.location().reload();
        }
    }

    fn put_in_charge(&self) {
        // A worker that is gone was replaced by a newer one, which loads with the page.
        let _ = call(&self.0, "postMessage", &[&ACTIVATE.into()]);
    }
}

/// Waits until there is a newer build than the one that is shown; for good where there are no service workers. The site
/// is asked whenever the page is looked at again.
pub async fn new_version() -> Option<NewVersion> {
    let workers = workers()?;
    let registration = JsFuture::from(get(&workers, "ready").dyn_into::<Promise>().ok()?).await.ok()?;
    let registration: EventTarget = registration.dyn_into().ok()?;
    let _looking = ask_when_looked_at(&registration);
    loop {
        let worker = match get(&registration, "waiting") {
            worker if worker.is_object() => worker,
            _ => installed(&registration).await?,
        };
        let version = NewVersion(worker);
        if get(&workers, "controller").is_object() {
            if is_newer(&caches().await.unwrap_or_default(), &shown().unwrap_or_default()) {
                return Some(version);
            }
            // The page came from the network and is as new as this one.
            version.put_in_charge();
        }
        updatefound(&registration).await?;
    }
}

/// The next worker that has all of its files.
async fn installed(registration: &EventTarget) -> Option<JsValue> {
    loop {
        if !get(registration, "installing").is_object() {
            updatefound(registration).await?;
        }
        let worker: EventTarget = get(registration, "installing").dyn_into().ok()?;
        let (sender, receiver) = oneshot::channel();
        let sender = RefCell::new(Some(sender));
        let changed = worker.clone();
        let _listener = EventListener::new(&worker, "statechange", move |_| {
            let state = get(&changed, "state").as_string().unwrap_or_default();
            if state == "installed" || state == "redundant" {
                let _ = sender.borrow_mut().take().map(|sender| sender.send(state == "installed"));
            }
        });
        if receiver.await.ok()? {
            return Some(worker.into());
        }
    }
}

async fn updatefound(registration: &EventTarget) -> Option<()> {
    let (sender, receiver) = oneshot::channel();
    let sender = RefCell::new(Some(sender));
    let _listener = EventListener::new(registration, "updatefound", move |_| {
        let _ = sender.borrow_mut().take().map(|sender| sender.send(()));
    });
    receiver.await.ok()
}

fn ask_when_looked_at(registration: &EventTarget) -> Option<EventListener> {
    let document = window()?.document()?;
    let registration = Rc::new(registration.clone());
    Some(EventListener::new(&document.clone(), "visibilitychange", move |_| {
        if document.visibility_state() == VisibilityState::Visible
            && let Ok(asked) = call(&registration, "update", &[])
            && let Ok(asked) = asked.dyn_into::<Promise>()
        {
            // A site that cannot be asked has nothing new.
            wasm_bindgen_futures::spawn_local(async move {
                let _ = JsFuture::from(asked).await;
            });
        }
    }))
}

async fn caches() -> Option<Vec<String>> {
    let caches = get(window()?.as_ref(), "caches");
    let keys: Promise = call(&caches, "keys", &[]).ok()?.dyn_into().ok()?;
    let keys: Array = JsFuture::from(keys).await.ok()?.dyn_into().ok()?;
    Some(keys.iter().filter_map(|name| name.as_string()).collect())
}

/// The build of this page, which `cargo xtask dist` writes into it.
fn shown() -> Option<String> {
    window()?.document()?.query_selector("meta[name=build]").ok()??.get_attribute("content")
}

/// Not there on an insecure page, nor in some private windows.
fn workers() -> Option<EventTarget> {
    get(&window()?.navigator(), "serviceWorker").dyn_into().ok()
}

fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or_default()
}

fn call(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(target, &name.into())?.dyn_into()?;
    function.apply(target, &arguments.iter().copied().collect::<Array>())
}
