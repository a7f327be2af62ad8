use proptest::prelude::*;

use super::*;

const ON: Input = Input::Want(Power::On);
const OFF: Input = Input::Want(Power::Off);
const OPENED: [(Input, &[Output]); 2] = [(ON, &[Output::Open]), (Input::Opened, &[Output::Enable])];
const REOPENED: &[Output] = &[Output::Release, Output::Open];

fn play(when_off: WhenOff, story: &[(Input, &[Output])]) -> Toggle {
    let mut toggle = Toggle::new(when_off, Power::Off);
    let _ = toggle.handle(Input::Resume);
    for (input, expected) in story {
        assert_eq!(toggle.handle(input.clone()), *expected, "{input:?}");
    }
    toggle
}

fn check(when_off: WhenOff, story: &[(Input, &[Output])], actual: Power) {
    let toggle = play(when_off, story);
    assert_eq!((toggle.desired(), toggle.actual(), toggle.is_pending()), (actual, actual, false));
}

/// What becomes of an open microphone.
fn check_open(story: &[(Input, &[Output])], actual: Power) {
    check(WhenOff::Mute, &[&OPENED, story].concat(), actual);
}

#[test]
fn a_microphone_is_kept_and_a_camera_released() {
    check_open(&[(OFF, &[Output::Mute]), (ON, &[Output::Enable])], Power::On);
    check(WhenOff::Release, &[&OPENED[..], &[(OFF, &[Output::Release])]].concat(), Power::Off);
}

#[test]
fn quick_clicks_ask_once_and_the_last_one_counts() {
    check(
        WhenOff::Release,
        &[(ON, &[Output::Open]), (OFF, &[]), (ON, &[]), (Input::Opened, &[Output::Enable])],
        Power::On,
    );
    check(
        WhenOff::Release,
        &[(ON, &[Output::Open]), (OFF, &[]), (Input::Opened, &[Output::Release])],
        Power::Off,
    );
    check(WhenOff::Mute, &[(ON, &[Output::Open]), (OFF, &[]), (Input::Opened, &[Output::Mute])], Power::Off);
}

#[test]
fn a_failure_is_said_and_the_wish_given_up() {
    let failed = Input::Failed(MediaError::Busy);
    check(WhenOff::Mute, &[(ON, &[Output::Open]), (failed, &[Output::Report(MediaError::Busy)])], Power::Off);
}

#[test]
fn a_device_that_was_taken_is_off_and_never_comes_back_by_itself() {
    check_open(
        &[
            (Input::Ended, &[Output::Release, Output::Look]),
            (Input::Waited, &[Output::Report(MediaError::Stopped)]),
            (Input::Opened, &[]),
            (Input::Lost(Loss::Unplugged), &[]),
            (Input::Replace, &[]),
        ],
        Power::Off,
    );
}

#[test]
fn another_device_takes_over_in_whatever_order_the_browser_tells() {
    let opened: (Input, &[Output]) = (Input::Opened, &[Output::Enable]);
    check_open(
        &[
            (Input::Ended, &[Output::Release, Output::Look]),
            (Input::Lost(Loss::Unplugged), REOPENED),
            (Input::Waited, &[]),
            opened.clone(),
        ],
        Power::On,
    );
    check_open(&[(Input::Lost(Loss::Unplugged), REOPENED), (Input::Ended, &[]), opened], Power::On);
}

#[test]
fn no_device_takes_over_from_one_that_was_silent() {
    check_open(
        &[(OFF, &[Output::Mute]), (Input::Lost(Loss::Unplugged), &[Output::Release]), (Input::Ended, &[])],
        Power::Off,
    );
    check_open(&[(OFF, &[Output::Mute]), (Input::Ended, &[Output::Release])], Power::Off);
}

#[test]
fn the_last_device_and_a_permission_taken_back_are_said() {
    for (loss, error) in [(Loss::Last, MediaError::NotFound), (Loss::Revoked, MediaError::Denied)] {
        let gone: &[Output] = &[Output::Release, Output::Report(error)];
        check_open(&[(Input::Lost(loss), gone)], Power::Off);
        check_open(&[(OFF, &[Output::Mute]), (Input::Lost(loss), gone)], Power::Off);
        let ended: (Input, &[Output]) = (Input::Ended, &[Output::Release, Output::Look]);
        check_open(&[ended, (Input::Lost(loss), gone), (Input::Waited, &[])], Power::Off);
    }
}

#[test]
fn switching_off_while_it_is_unknown_what_happened_is_final() {
    check_open(
        &[
            (Input::Ended, &[Output::Release, Output::Look]),
            (OFF, &[]),
            (Input::Lost(Loss::Unplugged), &[]),
            (Input::Waited, &[]),
        ],
        Power::Off,
    );
}

#[test]
fn another_device_that_is_chosen_while_one_is_opening_follows_it() {
    let opening: [(Input, &[Output]); 2] = [(ON, &[Output::Open]), (Input::Replace, &[])];
    let opened: (Input, &[Output]) = (Input::Opened, REOPENED);
    check(WhenOff::Mute, &[&opening[..], &[opened, (Input::Opened, &[Output::Enable])]].concat(), Power::On);
    let failed: (Input, &[Output]) = (Input::Failed(MediaError::Busy), &[Output::Open]);
    check(WhenOff::Mute, &[&opening[..], &[failed, (Input::Opened, &[Output::Enable])]].concat(), Power::On);
    check(
        WhenOff::Mute,
        &[&opening[..], &[(OFF, &[]), (Input::Opened, &[Output::Release])]].concat(),
        Power::Off,
    );
}

#[test]
fn a_silence_of_the_system_s_is_told_when_it_lasts() {
    let silent = [&OPENED[..], &[(Input::Silenced, &[Output::Wait]), (Input::Silenced, &[])]].concat();
    assert!(!play(WhenOff::Mute, &silent).is_interrupted());
    let told = [&silent[..], &[(Input::Waited, &[])]].concat();
    let toggle = play(WhenOff::Mute, &told);
    assert!(toggle.is_interrupted() && toggle.actual() == Power::On, "the wish is as it was");
    for end in [Input::Sounding, Input::Suspend] {
        let mut toggle = toggle.clone();
        let _ = toggle.handle(end);
        assert!(!toggle.is_interrupted());
    }
    let short = [&silent[..], &[(Input::Sounding, &[]), (Input::Waited, &[])]].concat();
    assert!(!play(WhenOff::Mute, &short).is_interrupted());
}

#[test]
fn what_was_silenced_and_then_ended_is_looked_for_all_the_same() {
    check_open(
        &[
            (Input::Silenced, &[Output::Wait]),
            (Input::Ended, &[Output::Release, Output::Look]),
            (Input::Waited, &[Output::Report(MediaError::Stopped)]),
        ],
        Power::Off,
    );
}

#[test]
fn a_page_that_comes_back_is_as_it_was() {
    for (before, after) in [(Power::On, vec![Output::Open]), (Power::Off, vec![])] {
        assert_eq!(Toggle::new(WhenOff::Mute, before).handle(Input::Resume), after);

        let mut toggle = play(WhenOff::Mute, &OPENED);
        let _ = toggle.handle(Input::Want(before));
        assert_eq!(toggle.handle(Input::Suspend), [Output::Release]);
        assert_eq!((toggle.actual(), toggle.desired(), toggle.wish()), (Power::Off, Power::Off, before));
        assert_eq!(toggle.handle(Input::Resume), after);
    }
}

#[test]
fn a_page_that_goes_while_a_device_is_opening_does_not_keep_it() {
    let story: [(Input, &[Output]); 3] =
        [(ON, &[Output::Open]), (Input::Suspend, &[]), (Input::Opened, &[Output::Release])];
    let mut toggle = play(WhenOff::Mute, &story);
    assert_eq!((toggle.actual(), toggle.wish()), (Power::Off, Power::On));
    assert_eq!(toggle.handle(Input::Resume), [Output::Open]);

    let mut toggle = play(WhenOff::Mute, &story[..2]);
    assert_eq!(toggle.handle(Input::Resume), [], "one request at a time");
    assert_eq!(toggle.handle(Input::Opened), REOPENED);
}

#[test]
fn a_key_is_held_to_talk() {
    let held: [(Input, &[Output]); 2] = [(OFF, &[Output::Mute]), (Input::Hold, &[Output::Enable])];
    check_open(&[&held[..], &[(Input::LetGo, &[Output::Mute]), (Input::LetGo, &[])]].concat(), Power::Off);
    let toggle = play(WhenOff::Mute, &[&OPENED[..], &held].concat());
    assert_eq!((toggle.actual(), toggle.wish()), (Power::On, Power::Off), "nothing to be remembered");
    // Pressing the button meanwhile is a wish of its own.
    check_open(&[&held[..], &[(OFF, &[Output::Mute]), (Input::LetGo, &[])]].concat(), Power::Off);
    check_open(&[&held[..], &[(ON, &[]), (Input::LetGo, &[])]].concat(), Power::On);
    // Who talks anyway is not silenced by the key.
    check_open(&[(Input::Hold, &[]), (Input::LetGo, &[])], Power::On);
}

#[test]
fn a_held_key_fails_safe() {
    let held: [(Input, &[Output]); 2] = [(OFF, &[Output::Mute]), (Input::Hold, &[Output::Enable])];
    let released: &[Output] = &[Output::Mute, Output::Release];
    check_open(&[&held[..], &[(Input::Ended, released), (Input::LetGo, &[])]].concat(), Power::Off);
    check_open(&[&held[..], &[(Input::Lost(Loss::Unplugged), released)]].concat(), Power::Off);
    check_open(
        &[&held[..], &[(Input::Suspend, released), (Input::Resume, &[]), (Input::LetGo, &[])]].concat(),
        Power::Off,
    );
    let opening: [(Input, &[Output]); 3] =
        [(Input::Hold, &[Output::Open]), (Input::LetGo, &[]), (Input::Opened, &[Output::Mute])];
    check(WhenOff::Mute, &opening, Power::Off);
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        3 => prop_oneof![Just(ON), Just(OFF), Just(Input::Hold), Just(Input::LetGo)],
        3 => prop_oneof![Just(Input::Opened), Just(Input::Failed(MediaError::Denied))],
        3 => prop_oneof![
            Just(Input::Ended),
            Just(Input::Lost(Loss::Unplugged)),
            Just(Input::Lost(Loss::Last)),
            Just(Input::Lost(Loss::Revoked)),
            Just(Input::Replace),
        ],
        2 => prop_oneof![Just(Input::Silenced), Just(Input::Sounding), Just(Input::Waited)],
        2 => prop_oneof![Just(Input::Suspend), Just(Input::Resume)],
    ]
}

proptest! {
    #[test]
    fn never_two_requests_and_never_more_live_than_the_last_wish(
        before in proptest::bool::ANY,
        camera in proptest::bool::ANY,
        inputs in proptest::collection::vec(input(), 0..80),
    ) {
        let power = |on| if on { Power::On } else { Power::Off };
        let when_off = if camera { WhenOff::Release } else { WhenOff::Mute };
        let mut toggle = Toggle::new(when_off, power(before));
        let (mut wish, mut holding, mut suspended) = (before, false, true);
        // What the browser has: a request under way, a device, and whether that gives anything.
        let (mut open, mut device, mut enabled) = (0_i32, false, false);
        for input in inputs {
            match &input {
                Input::Opened | Input::Failed(_) if open == 0 => continue,
                Input::Opened => (open, device) = (0, true),
                Input::Failed(_) => open = 0,
                Input::Want(power) => (wish, holding) = (*power == Power::On, false),
                Input::Hold => holding = true,
                Input::LetGo => holding = false,
                Input::Suspend => (suspended, holding) = (true, false),
                Input::Resume => suspended = false,
                Input::Ended
                | Input::Lost(_)
                | Input::Waited
                | Input::Silenced
                | Input::Sounding
                | Input::Replace => {}
            }
            for output in toggle.handle(input) {
                match output {
                    Output::Open => open += 1,
                    Output::Enable => {
                        prop_assert!(device);
                        enabled = true;
                    }
                    Output::Mute => enabled = false,
                    Output::Release => (device, enabled) = (false, false),
                    Output::Look | Output::Wait | Output::Report(_) => {}
                }
            }
            prop_assert!(open <= 1);
            prop_assert_eq!(enabled, toggle.actual() == Power::On);
            prop_assert!(!enabled || wish || holding, "{:?}", toggle);
            prop_assert!(!(suspended && device), "{:?}", toggle);
            prop_assert!(wish || toggle.wish() == Power::Off, "{:?}", toggle);
        }
    }
}
