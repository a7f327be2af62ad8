use yew::prelude::*;

use super::site_page::SitePage;
use crate::{
    components::{join_form::JoinForm, link::link, page::Heading},
    i18n::use_texts,
    routes,
};

/// An address that is none: offers what was most likely looked for.
#[component]
pub(super) fn NotFound() -> Html {
    let texts = use_texts();
    html! {
        <SitePage title={texts.common.not_found_title} narrow=true>
            <p class="error-code" aria-hidden="true">{ "404" }</p>
            <Heading>{ texts.common.not_found_title }</Heading>
            <p class="lead">{ texts.common.not_found_text }</p>
            <JoinForm />
            <p>{ link(routes::HOME, "", texts.common.to_home) }</p>
        </SitePage>
    }
}
