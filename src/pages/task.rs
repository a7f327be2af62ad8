use std::{future::Future, rc::Rc};

use yew::{platform::spawn_local, prelude::*};

use super::{
    errors::api_words,
    site::{Auth, use_auth},
};
use crate::{
    app::{Services, use_services},
    components::{problem::problem, toast::Toasts, toast::use_toasts},
    i18n::{Texts, use_texts},
    services::ApiError,
};

/// One thing at a time that is asked of the service: whether it is on its way, and what became of it.
#[derive(Clone)]
pub(super) struct Task {
    pub services: Rc<Services>,
    pub toasts: Toasts,
    state: UseStateHandle<Doing>,
    set_auth: Callback<Auth>,
    texts: &'static Texts,
}

#[derive(Debug, Clone, PartialEq)]
enum Doing {
    Nothing,
    Sending,
    Failed(ApiError),
}

/// Of the calling component.
#[hook]
pub(super) fn use_task() -> Task {
    let state = use_state(|| Doing::Nothing);
    Task {
        services: use_services(),
        toasts: use_toasts(),
        state,
        set_auth: use_auth().set,
        texts: use_texts(),
    }
}

impl Task {
    pub(super) fn is_sending(&self) -> bool {
        *self.state == Doing::Sending
    }

    /// Begins `work`, unless something is on its way. A session that is over is said, and leads to the login.
    pub(super) fn run(&self, work: impl Future<Output = Result<(), ApiError>> + 'static) {
        if self.is_sending() {
            return;
        }
        self.state.set(Doing::Sending);
        let task = self.clone();
        spawn_local(async move {
            match work.await {
                Ok(()) => task.state.set(Doing::Nothing),
                Err(error) if error.requires_sign_in() => {
                    task.toasts.show(task.texts.errors.session_over);
                    task.set_auth.emit(Auth::SignedOut);
                }
                Err(error) => task.state.set(Doing::Failed(error)),
            }
        });
    }

    /// What became of it, where that is a failure. `refused` are better words for a refusal, if there are any.
    pub(super) fn problem(&self, refused: Option<&'static str>) -> Html {
        match &*self.state {
            Doing::Failed(error) => {
                let said_no = matches!(error, ApiError::Refused { status: 400..=499, .. });
                let words = refused.filter(|_| said_no);
                problem(words.unwrap_or_else(|| api_words(error, self.texts)), Html::default())
            }
            Doing::Nothing | Doing::Sending => Html::default(),
        }
    }
}
