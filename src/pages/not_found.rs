use charlaton_contract::RoomId;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{
        join_form::JoinForm,
        page::{Heading, Page},
    },
    i18n::use_texts,
    routes::Route,
};

/// An address that is none: offers what was most likely looked for.
#[component]
pub(super) fn NotFound() -> Html {
    let texts = use_texts();
    let navigator = use_navigator();
    let onjoin = Callback::from(move |room: RoomId| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Join { id: room.to_string() });
        }
    });
    html! {
        <Page title={texts.common.not_found_title} narrow=true>
            <p class="error-code" aria-hidden="true">{ "404" }</p>
            <Heading>{ texts.common.not_found_title }</Heading>
            <p class="lead">{ texts.common.not_found_text }</p>
            <JoinForm {onjoin} />
            <p><Link<Route> to={Route::Home}>{ texts.common.to_home }</Link<Route>></p>
        </Page>
    }
}
