//! Where components are shown, and what a test asks of what is shown.

use std::{cell::RefCell, rc::Rc};

use charlaton::{
    app::{Services, Shell},
    components::toast::{Action, Shown, Toasts, toast_region},
    i18n::Language,
    lib::config::Config,
    services::Api,
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};
use yew::{AppHandle, prelude::*};

/// Looks 500 times, 10 ms apart.
pub(crate) async fn until(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        TimeoutFuture::new(10).await;
    }
    panic!("waited too long for this: {what}");
}

/// Lets the renderer do what it has planned.
pub(crate) async fn rendered() {
    TimeoutFuture::new(0).await;
    TimeoutFuture::new(0).await;
}

#[derive(Debug, PartialEq, Properties)]
struct AroundProps {
    language: Language,
    children: Html,
}

/// What every component has around it: a language, services that are not asked anything, and notices.
#[component]
fn Around(props: &AroundProps) -> Html {
    let shown = use_mut_ref(Shown::default);
    let change = use_force_update();
    let toasts = use_memo((), {
        let shown = Rc::clone(&shown);
        move |()| {
            Toasts::new(Callback::from(move |action: Action| {
                shown.borrow_mut().apply(action);
                change.force_update();
            }))
        }
    });
    let services =
        use_memo((), |()| Services { config: Rc::new(Config::default()), api: Api::new("", None) });
    let shell = Shell {
        services,
        language: props.language,
        set_language: Callback::noop(),
        toasts: (*toasts).clone(),
    };
    let notices = toast_region(&shown.borrow(), &shell.toasts, props.language.texts());
    html! {
        <ContextProvider<Shell> context={shell}>
            { props.children.clone() }
            { notices }
        </ContextProvider<Shell>>
    }
}

/// A place of its own in the page, empty again when the test is over.
pub(crate) struct Stage {
    root: Element,
    language: Language,
    app: Option<AppHandle<Around>>,
}

impl Stage {
    /// Shows something, in English.
    pub(crate) async fn of(children: Html) -> Self {
        Self::speaking(Language::En, children).await
    }

    pub(crate) async fn speaking(language: Language, children: Html) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let props = AroundProps { language, children };
        let app = yew::Renderer::<Around>::with_root_and_props(root.clone(), props).render();
        rendered().await;
        Self { root, language, app: Some(app) }
    }

    /// Shows it as it stands now.
    pub(crate) async fn show(&mut self, children: Html) {
        let props = AroundProps { language: self.language, children };
        self.app.as_mut().unwrap().update(props);
        rendered().await;
    }

    /// The only one that this selector names.
    pub(crate) fn one(&self, selector: &str) -> Element {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.root.inner_html());
        found[0].clone()
    }

    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|index| found.item(index).unwrap().unchecked_into()).collect()
    }

    /// The only one that assistive technology finds by this role and name.
    pub(crate) fn by_role(&self, role: &str, name: &str) -> HtmlElement {
        let is_meant = |element: &Element| role_of(element) == role && name_of(element) == name;
        let found: Vec<_> = self.all("*").into_iter().filter(is_meant).collect();
        assert_eq!(found.len(), 1, "{role} “{name}” in {}", self.root.inner_html());
        found[0].clone().unchecked_into()
    }

    pub(crate) fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// As the browser tells it to assistive technology (webdriver.json switches on that a page may ask).
pub(crate) fn role_of(element: &Element) -> String {
    told(element, "computedRole")
}

/// Likewise.
pub(crate) fn name_of(element: &Element) -> String {
    told(element, "computedName")
}

fn told(element: &Element, what: &str) -> String {
    let told = Reflect::get(element, &what.into()).unwrap();
    told.as_string().unwrap_or_else(|| panic!("this browser does not tell the {what} of elements"))
}

/// The words of what describes it.
pub(crate) fn description_of(element: &Element) -> String {
    let ids = element.get_attribute("aria-describedby").unwrap_or_default();
    let document = element.owner_document().unwrap();
    let words = |id: &str| document.get_element_by_id(id).unwrap().text_content().unwrap();
    ids.split_whitespace().map(words).collect::<Vec<_>>().join(" ")
}

pub(crate) fn attribute(element: &Element, name: &str) -> Option<String> {
    element.get_attribute(name)
}

/// The name of what has the focus.
pub(crate) fn focused() -> String {
    name_of(&web_sys::window().unwrap().document().unwrap().active_element().unwrap())
}

pub(crate) async fn press(element: &Element) {
    element.clone().unchecked_into::<HtmlElement>().click();
    rendered().await;
}

/// Runs a script with one element or value, as `it`.
pub(crate) fn script(it: &JsValue, body: &str) -> JsValue {
    Function::new_with_args("it", body).call1(&JsValue::NULL, it).unwrap()
}

pub(crate) async fn write(field: &Element, text: &str) {
    let body = format!("it.value = {text:?}; it.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))");
    script(field, &body);
    rendered().await;
}

/// What a callback was called with, in order.
pub(crate) struct Heard<T>(Rc<RefCell<Vec<T>>>);

impl<T: 'static> Heard<T> {
    pub(crate) fn new() -> (Self, Callback<T>) {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let hear = Rc::clone(&heard);
        (Self(heard), Callback::from(move |value| hear.borrow_mut().push(value)))
    }

    pub(crate) fn count(&self) -> usize {
        self.0.borrow().len()
    }
}

impl<T: Clone> Heard<T> {
    pub(crate) fn all(&self) -> Vec<T> {
        self.0.borrow().clone()
    }
}
