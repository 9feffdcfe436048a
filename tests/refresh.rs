//! Readers by the ten thousand, with the schedule that the widget has, against a server that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use news_widget::refresh::{Action, Address, Failure, Schedule, Wait, Who};

/// A day in the life of the internet, in milliseconds.
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const CLIENTS: usize = 10_000;
/// Until an answer is there.
const TRIP: u64 = 80;

/// xorshift64* (Vigna 2016): the same numbers in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D);
        (number >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// One page with one element and one source.
#[derive(Clone, Default)]
struct Client {
    schedule: Schedule,
    address: Address,
}

/// What happens in one run.
struct Story {
    /// Seconds between looks.
    refresh: u32,
    /// From when to when nothing works.
    outage: std::ops::Range<u64>,
    /// What the server says meanwhile.
    failure: Failure,
    /// Whether all pages are opened in one second, or over one period.
    together: bool,
    /// Whether chance has a hand in it.
    jitter: bool,
}

/// The requests of each second.
fn play(story: &Story, end: u64) -> Vec<u32> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut draw = || if story.jitter { random.next() } else { 0.5 };
    let mut clients = vec![Client::default(); CLIENTS];
    // The time, the client, and whether it is an answer that comes.
    let mut events = BinaryHeap::new();
    let spread = if story.together { 1000 } else { u64::from(story.refresh) * 1000 };
    for (number, client) in clients.iter_mut().enumerate() {
        client.schedule.every(Some(story.refresh), 0.0);
        let start = number as u64 * spread / CLIENTS as u64;
        client.schedule.begin(Who::Element, start as f64);
        events.push(Reverse((start, number, false)));
    }
    let mut requests = vec![0; (end / 1000) as usize];
    while let Some(Reverse((time, number, is_answer))) = events.pop() {
        if time >= end {
            break;
        }
        let Client { schedule, address } = &mut clients[number];
        let now = time as f64;
        if !is_answer {
            requests[(time / 1000) as usize] += 1;
            events.push(Reverse((time + TRIP, number, true)));
            continue;
        }
        if story.outage.contains(&(time - TRIP)) {
            address.failed(story.failure, now, draw());
            schedule.failed(address.wait(now), now, address.luck());
        } else {
            address.answered();
            schedule.found(now, draw());
        }
        let mut later = now;
        loop {
            match schedule.next(later, true) {
                Action::Wait(pause) => later += pause.max(1.0),
                Action::Sleep => break,
                Action::Ask(who) => {
                    schedule.begin(who, later);
                    assert!(address.admits(who, later), "{who:?} is due and not let through");
                    events.push(Reverse((later.ceil() as u64, number, false)));
                    break;
                }
            }
        }
    }
    requests
}

/// The most requests of one second from `begin` on, and the mean of them.
fn peak_and_mean(requests: &[u32], begin: u64) -> (f64, f64) {
    let after = &requests[(begin / 1000) as usize..];
    let sum: u32 = after.iter().sum();
    (f64::from(*after.iter().max().unwrap()), f64::from(sum) / after.len() as f64)
}

#[test]
fn after_an_outage_of_a_minute_ten_thousand_readers_do_not_come_together() {
    let long = 10 * MINUTE;
    for refresh in [30, 60, 300, 900] {
        for (start, together) in [(long, false), (0, true)] {
            for after in [None, Some(60_000.0), Some(5_000.0)] {
                let outage = start..start + MINUTE;
                let failure = Failure::Passing(after);
                let story = Story { refresh, outage, failure, together, jitter: true };
                let over = start + MINUTE;
                // Some periods, or the mean would be that of the beginning.
                let end = over + 6 * (u64::from(refresh) * 1000).max(MINUTE);
                let (peak, mean) = peak_and_mean(&play(&story, end), over);
                assert!(
                    peak <= 3.0 * mean,
                    "refresh {refresh} s, outage from {start} ms, together {together}, after {after:?}: {peak} at once, {mean:.1} on average"
                );
                assert!(mean * 1000.0 >= CLIENTS as f64 / f64::from(refresh) * 700.0, "{mean}");
            }
        }
    }
}

#[test]
fn without_chance_the_same_readers_would_come_all_at_once() {
    for after in [None, Some(60_000.0)] {
        let failure = Failure::Passing(after);
        let story =
            Story { refresh: 300, outage: 0..MINUTE, failure, together: true, jitter: false };
        let (peak, mean) = peak_and_mean(&play(&story, MINUTE + HOUR), MINUTE);
        assert!(peak > 100.0 * mean, "{peak} at once, {mean:.1} on average");
    }
}

#[test]
fn a_server_that_is_down_is_asked_by_each_reader_three_times_in_a_look() {
    for refresh in [30, 300] {
        let failure = Failure::Passing(None);
        let story = Story { refresh, outage: 0..HOUR, failure, together: true, jitter: true };
        let requests: u32 = play(&story, HOUR).iter().sum();
        let looks = f64::from(requests) / 3.0 / CLIENTS as f64;
        let periods = 3600.0 / f64::from(refresh);
        assert!((0.9..1.1).contains(&(looks / periods)), "{looks} looks in {periods} periods");
    }
}

#[test]
fn a_server_that_asks_for_a_day_is_left_alone_for_an_hour() {
    let failure = Failure::Passing(Some(HOUR as f64));
    let story = Story { refresh: 300, outage: 0..24 * HOUR, failure, together: true, jitter: true };
    let requests: u32 = play(&story, 10 * HOUR).iter().sum();
    assert!(requests as usize <= 10 * CLIENTS, "{requests} in ten hours");
}

#[test]
fn fifty_elements_of_one_source_look_again_at_the_same_moment() {
    let mut random = Random(7);
    let mut elements = [Schedule::default(); 50];
    let mut now = 1_764_300_000_000.0;
    for element in &mut elements {
        element.every(Some(300), now);
    }
    for _ in 0..100 {
        // They share the answer, and with it the number.
        let luck = random.next();
        let waits = elements.each_mut().map(|element| {
            element.begin(Who::Clock, now);
            element.found(now, luck);
            element.next(now, true)
        });
        assert!(waits.iter().all(|wait| *wait == waits[0]), "{waits:?}");
        let Action::Wait(pause) = waits[0] else { panic!("{waits:?}") };
        now += pause;
        let actions = elements.each_mut().map(|element| element.next(now, true));
        assert_eq!(actions, [Action::Ask(Who::Clock); 50]);
    }
}

#[test]
fn whatever_happens_no_element_ever_waits_for_nothing() {
    // Every order of events leads to a request, a wait of bounded length or sleep for a reason.
    let mut random = Random(11);
    for _ in 0..20_000 {
        let mut schedule = Schedule::default();
        let period = [Some(30), Some(300), None][(random.next() * 3.0) as usize];
        schedule.every(period, 1e12);
        let (mut address, mut now) = (Address::default(), 1e12);
        schedule.begin(Who::Element, now);
        for _ in 0..30 {
            now += (random.next() - 0.3) * 100_000_000.0_f64.powf(random.next());
            let refused = match (random.next() * 6.0) as usize {
                0 => {
                    address.answered();
                    schedule.found(now, random.next());
                    false
                }
                kind => {
                    let failure = match kind {
                        1 => Failure::Refused,
                        2 => Failure::Wrong,
                        3 => Failure::Passing(Some(random.next() * 3_600_000.0)),
                        _ => Failure::Passing(None),
                    };
                    address.failed(failure, now, random.next());
                    schedule.failed(address.wait(now), now, address.luck());
                    failure == Failure::Refused
                }
            };
            let least = if period.is_some() { 1.0 } else { 0.0 };
            match schedule.next(now, true) {
                Action::Ask(_) => {}
                Action::Wait(wait) => {
                    assert!(wait > 0.0 && wait <= 3_600_000.0 + 300_000.0 + 30_000.0, "{wait}");
                    assert!(matches!(schedule.next(now + wait, true), Action::Ask(_)));
                }
                Action::Sleep => assert!(refused || least == 0.0, "{schedule:?} {address:?}"),
            }
            match schedule.next(now, true) {
                Action::Ask(who) => {
                    schedule.begin(who, now);
                    address.admits(who, now);
                }
                Action::Wait(wait) => now += wait,
                Action::Sleep => schedule.begin(Who::Reader, now),
            }
        }
        assert!(!matches!(address.wait(now), Wait::For(wait) if wait > 3_630_000.0));
    }
}
