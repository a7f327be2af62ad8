//! What both programs stand in: the services, the language, the notices.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    components::{
        theme::Theme,
        toast::{Action, Shown, Toasts, toast_region},
    },
    i18n::Language,
    lib::{
        config::{Config, ConfigError},
        fetch::{Request, fetch},
        firebase::Client,
        storage::Store,
    },
    services::Api,
};

const STORED_LANGUAGE: &str = "charlaton.language";

/// Reads the configuration and mounts a program: what `program` renders, in a `Frame`.
pub fn start(program: fn() -> Html) {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    Theme::chosen().into_iter().for_each(Theme::apply);
    spawn_local(async move {
        let Some(root) = mount_point() else { return };
        let props = match configuration().await {
            Ok(config) => FrameProps { config: Rc::new(config), children: program() },
            Err(error) => FrameProps { config: Rc::default(), children: misconfigured(&error) },
        };
        yew::Renderer::<Frame>::with_root_and_props(root, props).render();
    });
}

/// `#app`, or a new element. Never the body itself: the renderer empties its root, and the body may hold the icons.
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
    let mut config = Config::from_build()?;
    if let Some(json) = config_json().await {
        config = config.overridden_by(&json)?;
    }
    if web_sys::window().and_then(|window| window.location().protocol().ok()).as_deref() == Some("https:") {
        config.allowed_on_https()?;
    }
    Ok(config)
}

async fn config_json() -> Option<String> {
    let request = Request { method: "GET", url: "/config.json", body: None, cookies: false };
    let (status, text) = fetch(request).await.ok()?;
    // Hosts that answer every path with index.html do not have the file either.
    (status == 200 && !text.trim_start().starts_with('<')).then_some(text)
}

/// Stands in for the program when its configuration cannot be read: says which field is wrong.
fn misconfigured(error: &ConfigError) -> Html {
    let texts = initial_language().texts();
    html! {
        <main class="notice-page">
            <h1>{ texts.common.config_title }</h1>
            <p>{ texts.common.config_text }</p>
            <pre>{ error.to_string() }</pre>
        </main>
    }
}

/// What is around every page. One context, because each kind of context is a kilobyte of program.
#[derive(Debug, Clone, PartialEq)]
pub struct Shell {
    /// Where things are, and the service to ask.
    pub services: Rc<Services>,
    /// In force.
    pub language: Language,
    /// Changes it at once.
    pub set_language: Callback<Language>,
    /// Shows notices.
    pub toasts: Toasts,
}

/// What every page may use.
#[derive(Debug, PartialEq)]
pub struct Services {
    /// Where things are.
    pub config: Rc<Config>,
    /// The REST service.
    pub api: Api,
}

/// What is around the calling component.
///
/// # Panics
/// Outside `Frame`, which is a bug.
#[hook]
#[expect(clippy::expect_used, reason = "every page is rendered inside Frame")]
pub fn use_shell() -> Shell {
    use_context::<Shell>().expect("pages are rendered inside Frame")
}

/// The services of the app around.
#[hook]
pub fn use_services() -> Rc<Services> {
    use_shell().services
}

#[derive(Debug, PartialEq, Properties)]
struct FrameProps {
    config: Rc<Config>,
    children: Html,
}

/// The [`Shell`] and the notices, around a program. A component with messages: hooks would be two kilobytes more.
#[derive(Debug)]
struct Frame {
    shell: Shell,
    shown: Shown,
}

#[derive(Debug)]
enum Change {
    Language(Language),
    Notice(Action),
}

impl Component for Frame {
    type Message = Change;
    type Properties = FrameProps;

    fn create(ctx: &Context<Self>) -> Self {
        let config = &ctx.props().config;
        let services = Services {
            config: Rc::clone(config),
            api: Api::new(&config.api_url, config.firebase.clone().map(Client::new)),
        };
        let shell = Shell {
            services: Rc::new(services),
            language: initial_language(),
            set_language: ctx.link().callback(Change::Language),
            toasts: Toasts::new(ctx.link().callback(Change::Notice)),
        };
        name_language(shell.language);
        Self { shell, shown: Shown::default() }
    }

    fn update(&mut self, _: &Context<Self>, change: Change) -> bool {
        match change {
            Change::Language(language) => {
                // Without storage the choice holds until the page is left.
                Store::Local.set(STORED_LANGUAGE, &language.texts().tag.into());
                self.shell.language = language;
                name_language(language);
            }
            Change::Notice(action) => self.shown.apply(action),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <ContextProvider<Shell> context={self.shell.clone()}>
                { ctx.props().children.clone() }
                { toast_region(&self.shown, &self.shell.toasts, self.shell.language.texts()) }
            </ContextProvider<Shell>>
        }
    }
}

/// Tells the browser which language the page is in.
fn name_language(language: Language) {
    if let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) {
        // `lang` is a standard attribute; setting it cannot fail.
        let _ = root.set_attribute("lang", language.texts().tag);
    }
}

/// The one chosen earlier, else the browser's.
fn initial_language() -> Language {
    let stored = Store::Local.get(STORED_LANGUAGE);
    stored.as_ref().and_then(|tag| Language::from_tag(tag.as_str()?)).unwrap_or_else(|| {
        let tags = web_sys::window().map(|window| window.navigator().languages());
        Language::preferred(&tags.into_iter().flatten().filter_map(|tag| tag.as_string()).collect::<Vec<_>>())
    })
}
