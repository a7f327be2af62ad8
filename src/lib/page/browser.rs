//! Screen Wake Lock, Fullscreen, Picture-in-Picture and Document Picture-in-Picture, which web-sys has in part.

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, EventTarget, HtmlVideoElement, MediaStream, window};

use crate::lib::js::{begin, get};

/// Of the small window, before the person makes it another size. In CSS pixels.
const SIZE: [(&str, u32); 2] = [("width", 480), ("height", 270)];

/// Whether nobody can see the page.
#[must_use]
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Keeps the screen on until dropped, where the browser can.
#[derive(Debug, Default)]
pub struct WakeLock(Rc<RefCell<Option<JsValue>>>);

impl WakeLock {
    /// Asks for it. Browsers let it go when the page is hidden, so this is to be called again whenever it is shown.
    pub fn hold(&self) {
        let Some(window) = window() else { return };
        let held = Rc::downgrade(&self.0);
        begin(&get(&window.navigator(), "wakeLock"), "request", &[&"screen".into()], move |lock| match held
            .upgrade()
        {
            Some(held) => let_go(held.replace(lock)),
            None => let_go(lock),
        });
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        let_go(self.0.take());
    }
}

fn let_go(lock: Option<JsValue>) {
    if let Some(lock) = lock {
        begin(&lock, "release", &[], drop);
    }
}

/// Has the browser ask before the page is closed or left by its address, until dropped.
#[derive(Debug)]
#[must_use = "dropping it ends the question"]
pub struct ClosingQuestion(#[expect(dead_code, reason = "held for its drop")] Option<EventListener>);

/// From now on.
impl Default for ClosingQuestion {
    fn default() -> Self {
        let options = EventListenerOptions::enable_prevent_default();
        Self(window().map(|window| {
            EventListener::new_with_options(&window, "beforeunload", options, |event| event.prevent_default())
        }))
    }
}

/// The page on the whole screen. Dropped, it takes no more than its window.
#[derive(Debug)]
pub struct FullScreen(#[expect(dead_code, reason = "held for its drop")] Option<EventListener>);

impl FullScreen {
    /// `changed` is called whenever it begins or ends, by whomever.
    pub fn new(changed: impl Fn() + 'static) -> Self {
        Self(document().map(|document| EventListener::new(&document, "fullscreenchange", move |_| changed())))
    }

    /// Whether the browser can.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        document().is_some_and(|document| get(&document, "fullscreenEnabled").is_truthy())
    }

    /// Whether the page has the screen now.
    #[must_use]
    pub fn is_on(&self) -> bool {
        document().is_some_and(|document| get(&document, "fullscreenElement").is_object())
    }

    /// Begins or ends it; must follow a press.
    pub fn toggle(&self) {
        let Some(document) = document() else { return };
        if self.is_on() {
            begin(&document, "exitFullscreen", &[], drop);
        } else if let Some(root) = document.document_element() {
            begin(&root, "requestFullscreen", &[], drop);
        }
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        if self.is_on() {
            self.toggle();
        }
    }
}

/// A picture above all other windows, until dropped: in a window of its own, or as browsers show a video there.
#[derive(Debug)]
pub struct OnTop {
    video: HtmlVideoElement,
    /// What is to be closed, and how.
    open: (JsValue, &'static str),
    _closed: EventListener,
}

impl OnTop {
    /// Whether the browser can.
    #[must_use]
    pub fn is_offered() -> bool {
        own_windows().is_object()
            || document().is_some_and(|document| get(&document, "pictureInPictureEnabled").is_truthy())
    }

    /// Puts `picture` there; must follow a press. `opened` gets it, or nothing where the browser refuses, and `closed` is
    /// called when the person closes it.
    pub fn open(
        picture: &MediaStream,
        opened: impl FnOnce(Option<Self>) + 'static,
        closed: impl Fn() + 'static,
    ) {
        let Some(document) = document() else { return };
        let Ok(video) = document.create_element("video").map(JsCast::unchecked_into::<HtmlVideoElement>)
        else {
            return;
        };
        video.set_muted(true);
        video.set_autoplay(true);
        // Absent from web-sys; without it a phone shows the video in its own player.
        let _ = Reflect::set(&video, &"playsInline".into(), &JsValue::TRUE);
        video.set_src_object(Some(picture));
        let windows = own_windows();
        if windows.is_object() {
            let size = Object::new();
            for (name, pixels) in SIZE {
                // Setting a property of a fresh object cannot fail.
                let _ = Reflect::set(&size, &name.into(), &pixels.into());
            }
            begin(&windows, "requestWindow", &[&size], move |window| {
                opened(window.and_then(|window| Self::in_window(window, video, closed)));
            });
        } else {
            // A video has a picture to be put there once it plays.
            begin(&video.clone(), "play", &[], move |_| {
                begin(&video.clone(), "requestPictureInPicture", &[], move |shown| {
                    let closed = EventListener::new(&video, "leavepictureinpicture", move |_| closed());
                    let open = (document.into(), "exitPictureInPicture");
                    opened(shown.map(|_| Self { video, open, _closed: closed }));
                });
            });
        }
    }

    fn in_window(window: JsValue, video: HtmlVideoElement, closed: impl Fn() + 'static) -> Option<Self> {
        // Of another window, whose types are others to JavaScript.
        let there: Document = get(&window, "document").unchecked_into();
        there.set_title(&document()?.title());
        // Set by script, which no policy forbids; none of our style sheets is there.
        video.style().set_css_text("position:fixed;inset:0;width:100%;height:100%;background:Canvas");
        there.body()?.append_child(&video).ok()?;
        let target: EventTarget = window.clone().unchecked_into();
        let closed = EventListener::new(&target, "pagehide", move |_| closed());
        Some(Self { video, open: (window, "close"), _closed: closed })
    }

    /// Shows another picture, or none for now.
    pub fn show(&self, picture: Option<&MediaStream>) {
        if self.video.src_object().as_ref() != picture {
            self.video.set_src_object(picture);
        }
    }
}

impl Drop for OnTop {
    fn drop(&mut self) {
        self.video.set_src_object(None);
        let (open, close) = &self.open;
        // Only a promise, and refused where the person has closed it.
        begin(open, close, &[], drop);
    }
}

/// Document Picture-in-Picture, where there is any.
fn own_windows() -> JsValue {
    window().map(|window| get(&window, "documentPictureInPicture")).unwrap_or_default()
}

fn document() -> Option<Document> {
    window()?.document()
}
