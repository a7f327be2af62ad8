use yew::{platform::spawn_local, prelude::*};

use crate::{
    i18n::use_site_texts,
    lib::update::{NewVersion, new_version},
};

/// Offers a newer build when there is one.
#[component]
pub(super) fn Update() -> Html {
    let site = use_site_texts();
    let ready = use_state(|| None::<NewVersion>);
    use_effect_with((), {
        let ready = ready.setter();
        move |()| spawn_local(async move { ready.set(new_version().await) })
    });
    let later = {
        let ready = ready.setter();
        Callback::from(move |_: MouseEvent| ready.set(None))
    };
    let reload = {
        let ready = (*ready).clone();
        Callback::from(move |_: MouseEvent| {
            let ready = ready.clone();
            spawn_local(async move {
                if let Some(version) = ready {
                    version.take().await;
                }
            });
        })
    };
    html! {
        <div role="status">
            if ready.is_some() {
                <div class="new-version">
                    <p>{ site.info.new_version }</p>
                    <p class="actions">
                        <button type="button" class="button primary" onclick={reload}>{ site.info.reload }</button>
                        <button type="button" class="button quiet" onclick={later}>{ site.info.later }</button>
                    </p>
                </div>
            }
        </div>
    }
}
