use super::*;

const NOW: Duration = Duration::ZERO;

fn description(kind: Kind, fragment: &str) -> Description {
    Description { kind, sdp: format!("v=0\no=- {fragment} 1 IN IP4 ::\na=ice-ufrag:{fragment}\n") }
}

fn offer(fragment: &str) -> Description {
    description(Kind::Offer, fragment)
}

fn answer(fragment: &str) -> Description {
    description(Kind::Answer, fragment)
}

fn candidate(fragment: Option<&str>) -> Candidate {
    Candidate {
        candidate: "candidate:1".into(),
        username_fragment: fragment.map(str::to_owned),
        ..Candidate::default()
    }
}

fn received(seq: u32, description: Description) -> Input {
    Input::Description { seq: Some(seq), description }
}

fn new(politeness: Politeness) -> Negotiation {
    Negotiation::new(politeness, Session::first("x"))
}

/// One whose own first offer, of credentials `mine`, is out.
fn offering(politeness: Politeness) -> Negotiation {
    let mut negotiation = new(politeness);
    assert_eq!(negotiation.handle(NOW, Input::Wanted), [Output::SetLocal]);
    assert_eq!(
        negotiation.handle(NOW, Input::LocalSet(offer("mine"))),
        [Output::SendDescription(1, offer("mine"))]
    );
    negotiation
}

/// One that agreed on its own first offer.
fn agreed(politeness: Politeness) -> Negotiation {
    let mut negotiation = offering(politeness);
    assert_eq!(negotiation.handle(NOW, received(1, answer("yours"))), [Output::SetRemote(answer("yours"))]);
    assert_eq!(negotiation.handle(NOW, Input::RemoteSet), []);
    assert!(negotiation.is_agreed());
    negotiation
}

#[test]
fn an_offer_is_answered_and_a_double_one_answered_again_without_the_browser() {
    let mut negotiation = new(Politeness::Impolite);
    assert_eq!(negotiation.handle(NOW, received(1, offer("yours"))), [Output::SetRemote(offer("yours"))]);
    assert_eq!(negotiation.handle(NOW, Input::RemoteSet), [Output::SetLocal]);
    let sent = [Output::SendDescription(1, answer("mine"))];
    assert_eq!(negotiation.handle(NOW, Input::LocalSet(answer("mine"))), sent);
    assert_eq!(negotiation.handle(NOW, received(1, offer("yours"))), sent);
}

#[test]
fn candidates_wait_for_the_description_they_belong_to() {
    let mut negotiation = offering(Politeness::Polite);
    let (theirs, later) = (candidate(Some("yours")), candidate(Some("restarted")));
    assert_eq!(negotiation.handle(NOW, Input::Candidate(theirs.clone())), []);
    assert_eq!(negotiation.handle(NOW, Input::Candidate(later.clone())), []);
    let _ = negotiation.handle(NOW, received(1, answer("yours")));
    assert_eq!(negotiation.handle(NOW, Input::RemoteSet), [Output::Add(theirs)]);
    let _ = negotiation.handle(NOW, received(2, offer("restarted")));
    assert_eq!(negotiation.handle(NOW, Input::RemoteSet), [Output::SetLocal, Output::Add(later)]);
}

#[test]
fn at_most_a_hundred_candidates_wait() {
    let mut negotiation = offering(Politeness::Polite);
    for _ in 0..1000 {
        assert_eq!(negotiation.handle(NOW, Input::Candidate(candidate(None))), []);
    }
    let _ = negotiation.handle(NOW, received(1, answer("yours")));
    assert_eq!(negotiation.handle(NOW, Input::RemoteSet).len(), MAX_CANDIDATES);
}

#[test]
fn own_candidates_follow_the_offer_and_the_end_names_its_credentials() {
    let mut negotiation = new(Politeness::Polite);
    let _ = negotiation.handle(NOW, Input::Wanted);
    assert_eq!(negotiation.handle(NOW, Input::Found(candidate(None))), []);
    let sent = negotiation.handle(NOW, Input::LocalSet(offer("mine")));
    let named = candidate(Some("mine"));
    assert_eq!(sent, [Output::SendDescription(1, offer("mine")), Output::SendCandidate(named)]);
    let end = Candidate { username_fragment: Some("mine".into()), ..Candidate::default() };
    assert_eq!(negotiation.handle(NOW, Input::Found(Candidate::default())), [Output::SendCandidate(end)]);
}

#[test]
fn an_unanswered_offer_goes_out_again_with_its_candidates_ever_more_rarely() {
    let mut negotiation = offering(Politeness::Polite);
    let mine = candidate(Some("mine"));
    let _ = negotiation.handle(NOW, Input::Found(mine.clone()));
    for seconds in [2, 6, 14, 22, 30] {
        let due = Duration::from_secs(seconds);
        assert_eq!(negotiation.deadline(), Some(due));
        assert_eq!(negotiation.handle(due - Duration::from_millis(1), Input::Tick), []);
        let again = [Output::SendDescription(1, offer("mine")), Output::SendCandidate(mine.clone())];
        assert_eq!(negotiation.handle(due, Input::Tick), again);
    }
}

#[test]
fn an_open_offer_goes_out_again_at_once_when_the_way_is_back() {
    let mut negotiation = offering(Politeness::Polite);
    assert_eq!(negotiation.handle(NOW, Input::Again), [], "it just went out");
    let later = Duration::from_secs(1);
    assert_eq!(negotiation.handle(later, Input::Again), [Output::SendDescription(1, offer("mine"))]);
    assert_eq!(negotiation.handle(later, Input::Again), []);
    assert_eq!(negotiation.deadline(), Some(later + RESEND_FIRST));
    assert_eq!(agreed(Politeness::Polite).handle(later, Input::Again), []);
}

#[test]
fn on_glare_the_polite_side_takes_the_offer_and_the_impolite_one_ignores_it() {
    let glare = || received(1, offer("yours"));
    assert_eq!(offering(Politeness::Polite).handle(NOW, glare()), [Output::SetRemote(offer("yours"))]);
    assert_eq!(offering(Politeness::Impolite).handle(NOW, glare()), []);
    let uncounted = Input::Description { seq: None, description: offer("yours") };
    assert_eq!(offering(Politeness::Impolite).handle(NOW, uncounted), [Output::SetRemote(offer("yours"))]);
}

#[test]
fn an_offer_that_arrives_while_ours_is_being_made_is_looked_at_afterwards() {
    let mut negotiation = new(Politeness::Polite);
    let _ = negotiation.handle(NOW, Input::Wanted);
    assert_eq!(negotiation.handle(NOW, received(1, offer("yours"))), []);
    let out = negotiation.handle(NOW, Input::LocalSet(offer("mine")));
    assert_eq!(out, [Output::SendDescription(1, offer("mine")), Output::SetRemote(offer("yours"))]);
}

#[test]
fn what_is_late_or_was_never_asked_for_is_dropped() {
    let mut negotiation = agreed(Politeness::Polite);
    for late in [received(1, answer("yours")), received(1, offer("yours")), received(0, offer("yours"))] {
        assert_eq!(negotiation.handle(NOW, late), []);
    }
    let _ = negotiation.handle(NOW, Input::Wanted);
    let _ = negotiation.handle(NOW, Input::LocalSet(offer("mine")));
    assert_eq!(negotiation.handle(NOW, received(1, answer("yours"))), []);
    assert_eq!(negotiation.handle(NOW, received(2, answer("yours"))), [Output::SetRemote(answer("yours"))]);
}

#[test]
fn a_refused_answer_leaves_the_offer_open_and_a_refused_offer_changes_nothing() {
    let mut negotiation = offering(Politeness::Polite);
    let _ = negotiation.handle(NOW, received(1, answer("bad")));
    assert_eq!(negotiation.handle(NOW, Input::RemoteRefused), []);
    assert!(negotiation.is_first_offer_open());

    let mut negotiation = agreed(Politeness::Polite);
    let _ = negotiation.handle(NOW, received(2, offer("bad")));
    assert_eq!(negotiation.handle(NOW, Input::RemoteRefused), []);
    assert!(negotiation.is_agreed());
    assert_eq!(negotiation.handle(NOW, received(2, offer("good"))), [Output::SetRemote(offer("good"))]);
}

#[test]
fn the_inbox_is_bounded() {
    let mut negotiation = new(Politeness::Polite);
    let _ = negotiation.handle(NOW, Input::Wanted);
    for seq in 0..1000 {
        assert_eq!(negotiation.handle(NOW, received(seq, offer("yours"))), []);
    }
    assert_eq!(negotiation.held(), MAX_INBOX);
}
