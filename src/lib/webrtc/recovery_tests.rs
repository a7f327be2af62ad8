use super::*;

const LOT: Duration = Duration::from_millis(500);

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn connected() -> Recovery {
    let mut recovery = Recovery::new(at(0), Politeness::Impolite);
    assert_eq!(recovery.transport(at(1), Transport::Connected, LOT), None);
    recovery
}

#[test]
fn a_silence_is_restarted_by_the_impolite_side_first() {
    for (politeness, after) in [(Politeness::Impolite, 2), (Politeness::Polite, 4)] {
        let mut recovery = Recovery::new(at(0), politeness);
        assert_eq!(recovery.transport(at(1), Transport::Connected, LOT), None);
        assert_eq!(recovery.transport(at(10), Transport::Disconnected, LOT), Some(Action::Count));
        for second in 1..after {
            assert_eq!(recovery.deadline(), Some(at(10 + second)));
            assert_eq!(recovery.received(at(10 + second), 7), None);
            assert_eq!(recovery.tick(at(10 + second), LOT), Some(Action::Count));
        }
        assert_eq!(recovery.deadline(), Some(at(10 + after)));
        assert_eq!(recovery.tick(at(10 + after), LOT), Some(Action::RestartIce));
        assert_eq!(recovery.state(), PeerState::Reconnecting);
    }
}

#[test]
fn a_silence_that_ends_by_itself_is_left_alone() {
    let mut recovery = Recovery::new(at(0), Politeness::Impolite);
    for (transport, action) in [
        (Transport::Connected, None),
        (Transport::Disconnected, Some(Action::Count)),
        (Transport::Connected, None),
    ] {
        assert_eq!(recovery.transport(at(1), transport, LOT), action);
    }
    assert_eq!((recovery.deadline(), recovery.state()), (None, PeerState::Connected));
}

#[test]
fn a_silence_of_ice_alone_is_left_alone_while_anything_arrives() {
    let mut recovery = connected();
    assert_eq!(recovery.transport(at(10), Transport::Disconnected, LOT), Some(Action::Count));
    for (second, bytes) in [(10, 100), (11, 200), (12, 300)] {
        assert_eq!(recovery.received(at(second), bytes), None);
        assert_eq!(recovery.tick(at(second + 1), LOT), Some(Action::Count), "{second}");
    }
    assert_eq!(recovery.received(at(13), 300), None);
    assert_eq!(recovery.tick(at(14), LOT), Some(Action::RestartIce), "2 s after the last byte");
}

#[test]
fn another_network_restarts_what_is_not_connected_and_ends_a_pause() {
    let mut silent = connected();
    assert_eq!(silent.transport(at(5), Transport::Disconnected, LOT), Some(Action::Count));
    assert_eq!(silent.network_changed(at(5)), Some(Action::RestartIce));
    assert_eq!(silent.network_changed(at(9)), Some(Action::RestartIce), "its candidates are of the old one");
    assert_eq!(silent.deadline(), Some(at(9) + CONNECT_WITHIN));
    let mut pausing = Recovery::new(at(0), Politeness::Polite);
    for _ in 0..3 {
        pausing.broken(at(1), LOT);
    }
    assert_eq!(pausing.network_changed(at(1)), Some(Action::StartOver));
}

#[test]
fn another_network_leaves_alone_what_still_receives() {
    for (later, action) in [(8, None), (7, Some(Action::RestartIce))] {
        let mut recovery = connected();
        assert_eq!(recovery.network_changed(at(5)), Some(Action::Count));
        assert_eq!(recovery.received(at(5), 7), None);
        assert_eq!(recovery.deadline(), Some(at(5) + PROBE_FOR));
        assert_eq!(recovery.tick(at(5) + PROBE_FOR, LOT), Some(Action::Count));
        assert_eq!(recovery.received(at(9), later), action);
        assert_eq!((recovery.deadline(), recovery.state()), (None, PeerState::Connected));
    }
    let mut unable = connected();
    assert_eq!(unable.network_changed(at(5)), Some(Action::Count));
    assert_eq!(unable.tick(at(9), LOT), Some(Action::Count));
    assert_eq!((unable.received(at(9), 7), unable.deadline()), (None, None), "one count says nothing");
}

#[test]
fn failing_restarts_at_once_and_a_vain_restart_starts_over() {
    let mut recovery = Recovery::new(at(0), Politeness::Impolite);
    assert_eq!(recovery.transport(at(1), Transport::Connected, LOT), None);
    assert_eq!(recovery.transport(at(5), Transport::Failed, LOT), Some(Action::RestartIce));
    assert_eq!(recovery.transport(at(6), Transport::Failed, LOT), None);
    assert_eq!(recovery.tick(at(20), LOT), Some(Action::StartOver));
}

#[test]
fn every_connection_in_vain_gives_the_next_one_more_time() {
    let (mut recovery, mut now) = (Recovery::new(at(0), Politeness::Impolite), at(0));
    let mut patience = Vec::new();
    for _ in 0..4 {
        let until = recovery.deadline().unwrap();
        patience.push((until - now).as_secs());
        recovery.broken(until, LOT);
        now = recovery.deadline().unwrap();
        recovery.reopened(now);
    }
    assert_eq!(patience, [15, 30, 60, 60]);
    assert_eq!(recovery.transport(now, Transport::Connected, LOT), None);
    recovery.reopened(now);
    assert_eq!(recovery.deadline(), Some(now + CONNECT_WITHIN), "a peer who reloads is a new beginning");
}

#[test]
fn pauses_grow_to_seven_seconds_and_the_tile_says_so_after_three() {
    let (mut recovery, mut now, mut pauses) = (Recovery::new(at(0), Politeness::Impolite), at(0), Vec::new());
    for _ in 0..8 {
        let before = now;
        recovery.broken(now, LOT);
        now = recovery.deadline().unwrap();
        assert_eq!(recovery.tick(now, LOT), Some(Action::StartOver));
        recovery.reopened(now);
        pauses.push((now - before).as_millis());
    }
    assert_eq!(pauses, [0, 800, 1700, 3200, 5300, 7500, 7500, 7500]);
    assert_eq!(recovery.state(), PeerState::Failed);
    assert_eq!(recovery.transport(now, Transport::Connected, LOT), None);
    assert_eq!(recovery.state(), PeerState::Connected);
}
