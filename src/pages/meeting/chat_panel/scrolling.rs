//! Where the reader of the log is, and what of the log is in the page for that.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement, NodeList};
use yew::NodeRef;

use super::window::{Seen, Window};
use crate::pages::meeting::{
    chat::{Chat, Line},
    resizes::Resizes,
    state::State,
};

/// Who is this close to the end, in CSS pixels, wants to see what comes.
const NEAR_END: i32 = 80;
/// Height of a window of which nothing is known, in CSS pixels.
const USUAL_HEIGHT: f64 = 800.0;

/// No view of the log is higher. In CSS pixels.
pub(in crate::pages::meeting) fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or(USUAL_HEIGHT)
}

#[derive(Debug)]
pub(super) struct Scrolling {
    pub log: NodeRef,
    pub window: Window,
    pub reader: Reader,
    /// Screen readers say what comes; not what is shown again, nor what comes where nobody is.
    live: bool,
    /// Messages that the log was last shown with, to see it grow.
    length: usize,
    /// How many of them had been heard.
    heard: usize,
    /// Of the log: the end stays in view when a keyboard comes up, or the phone is turned.
    resizes: Option<Resizes>,
    /// Whether that is to be so.
    at_end: Rc<Cell<bool>>,
    /// The next rendering must leave this line at this place.
    stays: Option<(Rc<Line>, f64)>,
}

/// Where the reader is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// At the end, which is to stay in view.
    #[default]
    AtEnd,
    /// Further up.
    Back,
    /// Further up, and there is something new below.
    BackWithNews,
}

impl Default for Scrolling {
    fn default() -> Self {
        Self {
            log: NodeRef::default(),
            window: Window::of_view(USUAL_HEIGHT),
            reader: Reader::AtEnd,
            live: true,
            length: 0,
            heard: 0,
            resizes: None,
            at_end: Rc::default(),
            stays: None,
        }
    }
}

impl Scrolling {
    /// The panel has appeared, in a window of this height.
    pub(super) fn opened(&mut self, state: &State, height: f64) {
        self.window.fit(height);
        self.resizes = None;
        self.heard = state.heard;
        self.go_to_end(&state.chat);
    }

    /// The end is to be in view, once that has been rendered.
    pub(super) fn go_to_end(&mut self, chat: &Chat) {
        let first = self.window.first;
        self.window.follow(chat.lines().len());
        self.live &= self.window.first == first;
        (self.reader, self.length, self.stays) = (Reader::AtEnd, 0, None);
    }

    /// The first message is to be in view, once that has been rendered; where all of them are, it is.
    pub(super) fn go_to_start(&mut self, chat: &Chat) {
        if self.page().is_none_or(|page| page.shows_all()) {
            return;
        }
        (self.window.first, self.window.above, self.live) = (0, 0.0, false);
        if self.reader == Reader::AtEnd {
            self.reader = Reader::Back;
        }
        self.stays = chat.lines().first().map(|line| (Rc::clone(line), 0.0));
    }

    pub(super) fn is_live(&self) -> bool {
        self.live && self.reader == Reader::AtEnd
    }

    /// More has been said, or the history has come.
    pub(super) fn grows(&mut self, before: &Chat, state: &State) {
        let chat = &*state.chat;
        let news = std::mem::replace(&mut self.heard, state.heard) != state.heard;
        if self.reader == Reader::AtEnd {
            self.live |= news;
            return self.window.follow(chat.lines().len());
        }
        if before.lines().len() != chat.lines().len()
            && let Some(page) = self.page()
        {
            let seen = page.seen();
            let index = self.window.first + seen.lines.start;
            let line = before.lines().get(index);
            let place = |line: &Rc<Line>| chat.lines().iter().rposition(|other| Rc::ptr_eq(other, line));
            if let Some((line, now)) = line.and_then(|line| Some((line, place(line)?))) {
                // What has come may be older than what is read.
                self.window.first += now.saturating_sub(index);
                self.stays = Some((Rc::clone(line), seen.begin));
            }
        }
        if self.length != length(chat) {
            self.reader = Reader::BackWithNews;
        }
    }

    /// Somebody has scrolled. Whether anything is to be shown anew.
    pub(super) fn scrolled(&mut self, chat: &Chat) -> bool {
        let Some(page) = self.page() else { return false };
        let (before, of) = (self.reader, chat.lines().len());
        if page.is_at_end() {
            let complete = self.window.lines(of).end == of;
            if complete {
                self.reader = Reader::AtEnd;
            } else {
                self.go_to_end(chat);
            }
            return !complete || before != Reader::AtEnd;
        }
        if before == Reader::AtEnd {
            self.reader = Reader::Back;
        }
        let moved = self.window.look(&page.seen(), of);
        if let Some((line, place)) = moved {
            self.live = false;
            self.stays = chat.lines().get(line).map(|line| (Rc::clone(line), place));
        }
        moved.is_some() || before == Reader::AtEnd
    }

    /// Keeps in view what is to be there.
    pub(super) fn rendered(&mut self, chat: &Chat) {
        self.at_end.set(self.reader == Reader::AtEnd);
        if let (None, Some(log)) = (&self.resizes, self.log.cast::<Element>()) {
            let (at_end, shown) = (Rc::clone(&self.at_end), log.clone());
            self.resizes = Resizes::of(&log, move || {
                if at_end.get() {
                    shown.set_scroll_top(shown.scroll_height());
                }
            });
        }
        let grown = std::mem::replace(&mut self.length, length(chat)) != length(chat);
        let stays = self.stays.take();
        // Above the first line is the day it is of.
        let to_top = stays.as_ref().is_some_and(|(line, place)| {
            *place == 0.0 && chat.lines().first().is_some_and(|first| Rc::ptr_eq(first, line))
        });
        if !grown && stays.is_none() {
            return;
        }
        let Some(page) = self.page() else { return };
        let of = chat.lines().len();
        if let Some(height) = page.line_height() {
            self.window.line = height;
        }
        let lines = &chat.lines()[self.window.lines(of)];
        let index = |(line, _): &(Rc<Line>, f64)| lines.iter().position(|other| Rc::ptr_eq(other, line));
        let index = stays.as_ref().and_then(index);
        let lower = index.zip(stays).map(|(index, (_, place))| page.place(index) - place);
        let scroll = lower.map_or(0, |lower| self.window.settle(lower) as i32);
        page.pad(&self.window, of);
        if self.reader == Reader::AtEnd {
            page.log.set_scroll_top(page.log.scroll_height());
        } else if to_top {
            page.log.set_scroll_top(0);
        } else if scroll != 0 {
            page.log.set_scroll_top(page.log.scroll_top() + scroll);
        }
    }

    fn page(&self) -> Option<Page> {
        let log: Element = self.log.cast()?;
        let list: HtmlElement = log.first_element_child()?.unchecked_into();
        let lines = list.query_selector_all(".message").ok()?;
        Some(Page { log, list, lines })
    }
}

/// Lines and what is on its way.
fn length(chat: &Chat) -> usize {
    chat.lines().len() + chat.outbox().len()
}

/// The log as it is laid out.
struct Page {
    log: Element,
    /// With the lines that are in the page.
    list: HtmlElement,
    lines: NodeList,
}

impl Page {
    fn is_at_end(&self) -> bool {
        self.log.scroll_height() - self.log.scroll_top() - self.log.client_height() < NEAR_END
    }

    fn shows_all(&self) -> bool {
        self.log.scroll_height() - self.log.client_height() < NEAR_END
    }

    fn seen(&self) -> Seen {
        let view = self.log.get_bounding_client_rect();
        let start = self.count(|line, view| line.bottom() <= view.top(), &view);
        let end = self.count(|line, view| line.top() < view.bottom(), &view);
        let last = self.rect(self.lines.length().saturating_sub(1));
        Seen {
            lines: start as usize..end as usize,
            begin: self.place(start as usize),
            end: last.map_or(0.0, |last| last.bottom() - view.top()),
            scrolled: f64::from(self.log.scroll_top()),
        }
    }

    /// How many lines this is so for; it is not for those after one for which it is not.
    fn count(&self, is_so: fn(&DomRect, &DomRect) -> bool, view: &DomRect) -> u32 {
        let (mut low, mut high) = (0, self.lines.length());
        while low < high {
            let middle = u32::midpoint(low, high);
            if self.rect(middle).is_some_and(|line| is_so(&line, view)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Where a line begins, below the upper edge of the view.
    fn place(&self, line: usize) -> f64 {
        let line = u32::try_from(line).ok().and_then(|line| self.rect(line));
        line.map_or(0.0, |line| line.top() - self.log.get_bounding_client_rect().top())
    }

    /// Of one line, on average.
    fn line_height(&self) -> Option<f64> {
        let count = self.lines.length();
        let (first, last) = (self.rect(0)?, self.rect(count - 1)?);
        Some((last.bottom() - first.top()) / f64::from(count))
    }

    fn rect(&self, line: u32) -> Option<DomRect> {
        Some(self.lines.item(line)?.unchecked_into::<Element>().get_bounding_client_rect())
    }

    /// Writes the space for what is not in the page to the node: the virtual DOM has no styles.
    fn pad(&self, window: &Window, of: usize) {
        let style = self.list.style();
        for (property, space) in [("padding-top", window.above), ("padding-bottom", window.below(of))] {
            let _ = style.set_property(property, &format!("{}px", space as u32));
        }
    }
}
