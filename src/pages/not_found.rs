use yew::prelude::*;

use super::site_page::SitePage;
use crate::{
    components::{join_form::JoinForm, link::link, page::Heading},
    i18n::{use_site_texts, use_texts},
    routes,
};

/// An address that is none: shows it, so that a typing error is seen, and offers what was most likely looked for.
#[component]
pub(super) fn NotFound() -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    html! {
        <SitePage title={texts.common.not_found_title} narrow=true>
            <p class="error-code" aria-hidden="true">{ "404" }</p>
            <Heading>{ texts.common.not_found_title }</Heading>
            <p class="lead">{ texts.common.not_found_text }</p>
            <p><code class="address">{ routes::path() }</code></p>
            <p>{ site.info.not_found_more }</p>
            <JoinForm />
            <p class="actions">
                { link(routes::HOME, "button", texts.common.to_home) }
                { link(routes::DASHBOARD, "button", texts.common.my_rooms) }
                { link(routes::HELP, "button", site.info.help.link) }
            </p>
        </SitePage>
    }
}
