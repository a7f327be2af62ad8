use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};
use yew_router::prelude::*;

use crate::{
    components::{theme::Theme, toast::ToastProvider},
    i18n::{Language, LanguageContext},
    lib::{config::Config, storage::Store},
    pages,
    routes::Route,
    services::{Api, ApiError, auth},
};

const STORED_LANGUAGE: &str = "charlaton.language";

/// What the app is started with.
#[derive(Debug, PartialEq, Properties)]
pub struct AppProps {
    /// Where the services are.
    pub config: Rc<Config>,
}

/// Contexts around the routes: services, language, who is signed in, notices.
#[component]
pub fn App(props: &AppProps) -> Html {
    let services = use_memo(props.config.clone(), |config| Services {
        config: Rc::clone(config),
        api: Api::new(&config.api_url),
    });
    // Here and not with the switch, which not every page has.
    use_effect_with((), |()| Theme::chosen().into_iter().for_each(Theme::apply));
    html! {
        <ContextProvider<Rc<Services>> context={services}>
            <LanguageProvider>
                <AuthProvider>
                    <ToastProvider>
                        <BrowserRouter>
                            <Switch<Route> render={pages::of} />
                        </BrowserRouter>
                    </ToastProvider>
                </AuthProvider>
            </LanguageProvider>
        </ContextProvider<Rc<Services>>>
    }
}

/// What every page may use.
#[derive(Debug, PartialEq)]
pub struct Services {
    /// Where things are.
    pub config: Rc<Config>,
    /// The REST service.
    pub api: Api,
}

/// The services of the app around.
///
/// # Panics
/// Outside [`App`], which is a bug.
#[hook]
#[expect(clippy::expect_used, reason = "every page is rendered inside App")]
pub fn use_services() -> Rc<Services> {
    use_context::<Rc<Services>>().expect("pages are rendered inside App")
}

/// Who uses the app.
#[derive(Debug, Clone, PartialEq)]
pub enum Auth {
    /// Being found out.
    Unknown,
    /// The server that knows cannot be asked.
    Unavailable(ApiError),
    /// Nobody.
    SignedOut,
    /// This person.
    SignedIn(Rc<User>),
}

/// Who uses the app, and how that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthContext {
    /// Now.
    pub auth: Auth,
    /// After login and logout.
    pub set: Callback<Auth>,
    /// Asks the server again.
    pub retry: Callback<()>,
}

/// The authentication of the app around.
///
/// # Panics
/// Outside [`App`], which is a bug.
#[hook]
#[expect(clippy::expect_used, reason = "every page is rendered inside App")]
pub fn use_auth() -> AuthContext {
    use_context::<AuthContext>().expect("pages are rendered inside App")
}

#[component]
fn AuthProvider(props: &ChildrenProps) -> Html {
    let services = use_services();
    let auth = use_state(|| Auth::Unknown);
    let set = use_callback((), {
        let auth = auth.setter();
        move |value, &()| auth.set(value)
    });
    let retry = use_callback((), {
        let (api, set) = (services.api.clone(), set.clone());
        move |(), &()| {
            let (api, set) = (api.clone(), set.clone());
            set.emit(Auth::Unknown);
            spawn_local(async move {
                set.emit(match auth::restore(&api).await {
                    Ok(Some(user)) => Auth::SignedIn(Rc::new(user)),
                    Ok(None) => Auth::SignedOut,
                    Err(error) => Auth::Unavailable(error),
                });
            });
        }
    });
    use_effect_with((), {
        let retry = retry.clone();
        move |()| retry.emit(())
    });
    let context = AuthContext { auth: (*auth).clone(), set, retry };
    html! { <ContextProvider<AuthContext> {context}>{ props.children.clone() }</ContextProvider<AuthContext>> }
}

#[component]
fn LanguageProvider(props: &ChildrenProps) -> Html {
    let language = use_state(initial_language);
    use_effect_with(*language, |language| {
        if let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) {
            // `lang` is a standard attribute; setting it cannot fail.
            let _ = root.set_attribute("lang", language.texts().tag);
        }
    });
    let set = use_callback((), {
        let language = language.setter();
        move |chosen: Language, &()| {
            // Without storage the choice holds until the page is left.
            Store::Local.set(STORED_LANGUAGE, &chosen.texts().tag.into());
            language.set(chosen);
        }
    });
    let context = LanguageContext { language: *language, set };
    html! { <ContextProvider<LanguageContext> {context}>{ props.children.clone() }</ContextProvider<LanguageContext>> }
}

/// The one chosen earlier, else the browser's.
fn initial_language() -> Language {
    let stored = Store::Local.get(STORED_LANGUAGE);
    stored.as_ref().and_then(|stored| Language::from_tag(stored.as_str()?)).unwrap_or_else(|| {
        let tags = web_sys::window().map(|window| window.navigator().languages());
        Language::preferred(&tags.into_iter().flatten().filter_map(|tag| tag.as_string()).collect::<Vec<_>>())
    })
}

#[derive(Debug, PartialEq, Properties)]
struct ChildrenProps {
    children: Html,
}

/// What is wrong with the configuration.
#[derive(Debug, PartialEq, Properties)]
pub struct MisconfiguredProps {
    /// Which field, and why.
    pub error: AttrValue,
}

/// Stands in for the app when its configuration cannot be read: says which field is wrong.
#[component]
pub fn Misconfigured(props: &MisconfiguredProps) -> Html {
    let texts = initial_language().texts();
    html! {
        <main class="notice-page">
            <h1>{ texts.common.config_title }</h1>
            <p>{ texts.common.config_text }</p>
            <pre>{ &props.error }</pre>
        </main>
    }
}
