//! What a meeting needs, tried one by one, for whoever has trouble and whoever helps them.

mod finding;
mod run;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::{platform::spawn_local, prelude::*};

use self::{
    finding::{Finding, Item, Mark, Words, mark_name, report},
    run::{Told, Views, connection, devices},
};
use super::{site::use_auth, site_page::SitePage};
use crate::{
    app::use_shell,
    components::{
        copy_link::{SAID_MS, copy_button, copy_text, pressed},
        icon::icon,
        mounted::use_mounted,
        page::Heading,
        toast::use_toasts,
    },
    i18n::{Doctor, Language},
    lib::doctor::{about_browser, now_as_text},
};

/// How a line stands.
#[derive(Debug, Default, Clone, PartialEq)]
enum Line {
    #[default]
    Waiting,
    Checking,
    Done(Finding),
}

/// All lines, and whether any is being checked.
#[derive(Debug, Default, Clone, PartialEq)]
struct Progress {
    lines: [Line; Item::ALL.len()],
    running: bool,
}

#[derive(Debug)]
enum Action {
    Start { devices: bool },
    Told(Told),
}

impl Reducible for Progress {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Start { devices } => {
                next.running = true;
                for item in Item::ALL.into_iter().filter(|item| item.is_device() == devices) {
                    next.lines[item as usize] = Line::Waiting;
                }
            }
            Action::Told(Told::Begun(item)) => next.lines[item as usize] = Line::Checking,
            Action::Told(Told::Found(item, finding)) => next.lines[item as usize] = Line::Done(finding),
            Action::Told(Told::Over) => next.running = false,
        }
        Rc::new(next)
    }
}

impl Progress {
    fn findings(&self) -> Vec<Option<Finding>> {
        let found = |line: &Line| match line {
            Line::Done(finding) => Some(finding.clone()),
            Line::Waiting | Line::Checking => None,
        };
        self.lines.iter().map(found).collect()
    }

    /// In one sentence, for who does not see the lines.
    fn summary(&self, language: Language) -> String {
        let words = &language.site_texts().doctor;
        let findings = self.findings();
        let mut marks = findings.iter().flatten().map(|finding| finding.words(language).mark).peekable();
        if self.running {
            return words.running.to_owned();
        }
        if marks.peek().is_none() {
            return String::new();
        }
        let marks: Vec<_> = marks.collect();
        match marks.iter().filter(|mark| **mark == Mark::Ill).count() {
            0 if marks.contains(&Mark::Notable) => words.no_problem.to_owned(),
            0 => words.all_well.to_owned(),
            n => (words.to_do)(n),
        }
    }
}

/// The connection doctor.
#[component]
pub(super) fn Check() -> Html {
    let shell = use_shell();
    let (language, services) = (shell.language, shell.services);
    let words = &language.site_texts().doctor;
    let who = use_auth().auth;
    let check = use_reducer(Progress::default);
    let mounted = use_mounted();
    let views = Views { video: use_node_ref(), level: use_node_ref() };
    let tell = {
        let (dispatch, mounted) = (check.dispatcher(), mounted);
        Callback::from(move |told| {
            if mounted.get() {
                dispatch.dispatch(Action::Told(told));
            }
        })
    };
    let start = |devices_too: bool| {
        let (check, services, who, tell, views) =
            (check.clone(), Rc::clone(&services), who.clone(), tell.clone(), views.clone());
        Callback::from(move |_: MouseEvent| {
            if check.running {
                return;
            }
            check.dispatch(Action::Start { devices: devices_too });
            let (services, who, tell, views) =
                (Rc::clone(&services), who.clone(), tell.clone(), views.clone());
            spawn_local(async move {
                if devices_too {
                    devices(views, tell).await;
                } else {
                    connection(services, who, origin(), tell).await;
                }
            });
        })
    };
    let checked = check.lines.iter().any(|line| matches!(line, Line::Done(_)));
    let disabled = check.running.then_some("true");
    let listening = check.lines[Item::Microphone as usize] == Line::Checking;
    let watching = listening || check.lines[Item::Camera as usize] == Line::Checking;
    html! {
        <SitePage title={words.title}>
            <div class="check">
                <Heading>{ words.title }</Heading>
                <p class="lead">{ words.lead }</p>
                <p class="actions">
                    <button type="button" class="button primary large" aria-disabled={disabled}
                        onclick={start(false)}>
                        { if checked { words.again } else { words.start } }
                    </button>
                    <CopyReport check={(*check).clone()} {language} />
                </p>
                <p role="status" class="check-summary">{ check.summary(language) }</p>
                <ul class="check-lines" aria-label={words.results}>
                    for item in Item::ALL.into_iter().filter(|item| !item.is_device()) {
                        { line(item, &check.lines[item as usize], language) }
                    }
                </ul>
                <section class="card stack" aria-labelledby="check-devices">
                    <h2 id="check-devices">{ words.devices_title }</h2>
                    <p>{ words.devices_why }</p>
                    <ul class="check-lines" aria-label={words.devices_title}>
                        for item in Item::ALL.into_iter().filter(|item| item.is_device()) {
                            { line(item, &check.lines[item as usize], language) }
                        }
                    </ul>
                    <div class={classes!("check-devices", (!watching).then_some("unused"))}>
                        <video ref={views.video.clone()} muted=true playsinline=true autoplay=true
                            aria-label={words.preview} />
                        <div class="level" aria-hidden="true">
                            <span ref={views.level.clone()} class="level-bar"></span>
                        </div>
                        <p role="status">{ if listening { words.speak } else { "" } }</p>
                    </div>
                    <p class="actions">
                        <button type="button" class="button" aria-disabled={disabled} onclick={start(true)}>
                            { words.devices }
                        </button>
                    </p>
                </section>
            </div>
        </SitePage>
    }
}

fn line(item: Item, line: &Line, language: Language) -> Html {
    let words = &language.site_texts().doctor;
    let (class, sign, state, found, todo) = match line {
        Line::Waiting if item.is_device() => {
            ("waiting", "ellipsis", words.waiting, words.not_asked.1.to_owned(), None)
        }
        Line::Waiting => ("waiting", "ellipsis", words.waiting, String::new(), None),
        Line::Checking => ("checking", "loader-circle", words.checking, String::new(), None),
        Line::Done(finding) => {
            let Words { mark, found, todo } = finding.words(language);
            let (class, sign) = match mark {
                Mark::Well => ("well", "check"),
                Mark::Notable => ("notable", "info"),
                Mark::Ill => ("ill", "triangle-alert"),
            };
            (class, sign, mark_name(mark, words), found, todo)
        }
    };
    html! {
        <li class={classes!("check-line", class)} key={item as usize}>
            { icon(sign) }
            <div>
                <h2>{ item.name(words) }<span class="check-state">{ format!(" · {state}") }</span></h2>
                <p>{ found }</p>
                if let Some(todo) = todo {
                    <p class="check-todo">{ todo }</p>
                }
            </div>
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct CopyReportProps {
    check: Progress,
    language: Language,
}

/// Copies all lines as a text.
#[component]
fn CopyReport(props: &CopyReportProps) -> Html {
    let texts = props.language.texts();
    let words: &Doctor = &props.language.site_texts().doctor;
    let toasts = use_toasts();
    let copied = use_state(|| false);
    use_effect_with(*copied, {
        let copied = copied.setter();
        move |&said| {
            let timer = said.then(|| Timeout::new(SAID_MS, move || copied.set(false)));
            move || drop(timer)
        }
    });
    let onclick = {
        let (check, language, copied) = (props.check.clone(), props.language, copied.setter());
        Callback::from(move |event: MouseEvent| {
            let head = [
                format!("{} · {}", words.report_at, origin()),
                now_as_text(),
                format!("{}: {}", words.browser, about_browser()),
            ];
            let text = report(&head, &check.findings(), language);
            let (copied, toasts, button) = (copied.clone(), toasts.clone(), pressed(&event));
            spawn_local(async move {
                match copy_text(text, button.as_ref()).await {
                    Ok(()) => copied.set(true),
                    Err(_) => toasts.show(texts.quality.report_failed),
                }
            });
        })
    };
    if props.check.findings().iter().all(Option::is_none) {
        return Html::default();
    }
    copy_button(*copied, ("copy", words.copy), None, onclick, texts)
}

fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn after(actions: Vec<Action>) -> Rc<Progress> {
        actions.into_iter().fold(Rc::new(Progress::default()), Progress::reduce)
    }

    #[test]
    fn items_are_numbered_as_they_stand() {
        for (at, item) in Item::ALL.into_iter().enumerate() {
            assert_eq!(item as usize, at);
        }
    }

    #[test]
    fn the_summary_says_how_much_is_to_do() {
        let found = |item, finding| Action::Told(Told::Found(item, finding));
        let start = || Action::Start { devices: false };
        assert_eq!(after(vec![]).summary(Language::En), "");
        assert_eq!(after(vec![start()]).summary(Language::En), "Checking…");
        let well = || vec![start(), found(Item::Secure, Finding::Secure(true)), Action::Told(Told::Over)];
        assert_eq!(after(well()).summary(Language::En), "Everything is fine.");
        let mut noted = well();
        noted.push(found(Item::Session, Finding::SignedOut));
        assert_eq!(after(noted).summary(Language::En), "No problem was found. Read the notes.");
        let mut ill = well();
        ill.push(found(Item::Call, Finding::NoCalls));
        assert_eq!(after(ill).summary(Language::En), "1 line needs your attention.");
    }

    #[test]
    fn checking_again_keeps_what_is_not_checked() {
        let found = |item, finding| Action::Told(Told::Found(item, finding));
        let check = after(vec![
            found(Item::Secure, Finding::Secure(true)),
            found(Item::Microphone, Finding::Microphone(Ok((String::new(), true)))),
            Action::Start { devices: true },
        ]);
        assert!(matches!(check.lines[Item::Secure as usize], Line::Done(_)));
        assert_eq!(check.lines[Item::Microphone as usize], Line::Waiting);
    }
}
