use web_sys::window;
use yew::prelude::*;

use super::site_page::SitePage;
use crate::{
    components::{icon::icon, page::Heading},
    i18n::{use_site_texts, use_texts},
};

/// Whether the service worker answered for a server that could not be reached: sw.js marks the page so, and start.js
/// loads it anew when the network is back. Without a server there is no configuration either, so nothing is asked.
pub(super) fn is_offline_copy() -> bool {
    let root = window().and_then(|window| window.document()?.document_element());
    root.is_some_and(|root| root.has_attribute("data-offline"))
}

/// Stands in for every page that needs the server.
#[component]
pub(super) fn Offline() -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let onclick = Callback::from(|_: MouseEvent| {
        if let Some(window) = window() {
            // A page that cannot be loaded anew stays.
            let _ = window.location().reload();
        }
    });
    html! {
        <SitePage title={site.info.offline_title} narrow=true>
            <p class="offline-sign">{ icon("wifi-off") }</p>
            <Heading>{ site.info.offline_title }</Heading>
            <p class="lead">{ site.info.offline_text }</p>
            <p class="actions">
                <button type="button" class="button primary" {onclick}>{ texts.common.try_again }</button>
            </p>
        </SitePage>
    }
}
