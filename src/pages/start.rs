use std::rc::Rc;

use charlaton_contract::{limits::NAME_CHARS, rest::User};
use yew::{platform::spawn_local, prelude::*};

use super::site::{Auth, use_auth};
use crate::{
    app::use_services,
    components::{mounted::use_mounted, toast::use_toasts},
    i18n::{use_site_texts, use_texts},
    routes,
    services::{ApiError, room},
};

/// Making a room and going into its lobby.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Start {
    Idle,
    Pending,
    Failed(ApiError),
}

/// How far starting a meeting has come, and what starts one: the callback takes its name, and an empty one is replaced
/// by the person's.
#[hook]
pub(super) fn use_start(user: &Rc<User>) -> (Start, Callback<String>) {
    let texts = use_texts();
    let site = use_site_texts();
    let services = use_services();
    let context = use_auth();
    let toasts = use_toasts();
    let mounted = use_mounted();
    let state = use_state(|| Start::Idle);
    let start = {
        let (state, user) = (state.clone(), Rc::clone(user));
        Callback::from(move |name: String| {
            if *state == Start::Pending {
                return;
            }
            state.set(Start::Pending);
            let (services, mounted) = (Rc::clone(&services), mounted.clone());
            let (state, set, toasts) = (state.setter(), context.set.clone(), toasts.clone());
            let name = name_or_default(&name, || (site.rooms.default_name)(user.display_name()));
            let creator = user.id.clone();
            spawn_local(async move {
                match room::create(&services.api, &name, &creator).await {
                    Ok(room) => {
                        if mounted.get() {
                            routes::go(&routes::join(&room.id));
                        }
                    }
                    Err(error) if error.requires_sign_in() => {
                        toasts.show(texts.errors.session_over);
                        set.emit(Auth::SignedOut);
                    }
                    Err(error) => state.set(Start::Failed(error)),
                }
            });
        })
    };
    ((*state).clone(), start)
}

fn name_or_default(name: &str, default: impl FnOnce() -> String) -> String {
    let name: String = name.trim().chars().take(NAME_CHARS).collect();
    if name.is_empty() { default() } else { name }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_always_has_a_name_of_allowed_length() {
        assert_eq!(name_or_default("  ", || "Ana’s meeting".into()), "Ana’s meeting");
        assert_eq!(name_or_default(" Weekly ", || "Ana’s meeting".into()), "Weekly");
        assert_eq!(name_or_default(&"ñ".repeat(300), String::new).chars().count(), 200);
    }
}
