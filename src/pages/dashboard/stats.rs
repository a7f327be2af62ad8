use std::rc::Rc;

use charlaton_contract::{UserId, rest::Stats};
use yew::{platform::spawn_local, prelude::*};

use crate::{app::use_services, i18n::use_site_texts, services::room};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct FiguresProps {
    pub user: UserId,
    /// How many rooms are listed: with another one the numbers may be others.
    pub rooms: usize,
}

/// What the service counts. Nothing until it has answered: nobody waits for it.
#[component]
pub(super) fn Figures(props: &FiguresProps) -> Html {
    let words = &use_site_texts().planning;
    let services = use_services();
    let stats = use_state(|| None::<Stats>);
    use_effect_with((props.user.clone(), props.rooms), {
        let stats = stats.setter();
        move |(user, _): &(UserId, usize)| {
            let (services, user) = (Rc::clone(&services), user.clone());
            spawn_local(async move { stats.set(room::stats(&services.api, &user).await.ok()) });
        }
    });
    let Some(numbers) = *stats else { return Html::default() };
    let figure = |name: &'static str, value: String| {
        html! { <div class="figure"><dt>{ name }</dt><dd>{ value }</dd></div> }
    };
    html! {
        <section class="figures" aria-labelledby="figures-title">
            <h2 id="figures-title">{ words.figures }</h2>
            <dl>
                { figure(words.this_month, numbers.meetings_this_month.to_string()) }
                { figure(words.time_met, (words.duration)(numbers.minutes / 60, numbers.minutes % 60)) }
                if let Some(people) = numbers.people_met {
                    { figure(words.people_met, people.to_string()) }
                }
            </dl>
        </section>
    }
}
