use std::rc::Rc;

use yew::prelude::*;

use super::{home::StartNow, require_user::use_user, site_page::SitePage};
use crate::{
    components::{icon::icon, link::link, page::Heading},
    i18n::use_site_texts,
    routes,
};

/// After signing up: what one can do now.
#[component]
pub(super) fn Welcome() -> Html {
    let site = use_site_texts();
    let user = match use_user() {
        Ok(user) => user,
        Err(instead) => return instead,
    };
    let title = (site.welcome.account_made)(user.display_name());
    html! {
        <SitePage title={title.clone()} narrow=true>
            <div class="centred">
                <span class="left-badge">{ icon("check") }</span>
                <Heading>{ title }</Heading>
                <p class="lead">{ site.welcome.account_made_text }</p>
                <StartNow user={Rc::clone(&user)} />
                <p>{ link(routes::CHECK, "button quiet", site.doctor.link) }</p>
            </div>
        </SitePage>
    }
}
