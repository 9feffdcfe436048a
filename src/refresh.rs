//! When to ask again: what happened, the time and a random number in, the next action out.
//!
//! Two things decide. An [`Address`] says whether it may be asked: one for all elements of a page, so
//! that a hundred of them are as patient as one. A [`Schedule`] says when an element looks again. A look is one
//! question, with all its tries.
//!
//! Times are milliseconds of the reader's clock, which may be set back or forward by any amount while the page is
//! open: no wait ever gets longer by that. Random numbers are from 0 to 1, the second excluded. No clock, no network.

use crate::time::Date;

/// Longer than this nobody waits for one try, in milliseconds.
pub const TRY_MS: f64 = 10_000.0;
/// Nor for all tries of one look.
pub const LOOK_MS: f64 = 25_000.0;
/// So often an address is tried in one look.
pub const TRIES: u32 = 3;
/// The pause before the second try is at most this long, before each one after it at most twice as long as before.
const BASE_MS: f64 = 1_000.0;
/// But never longer than this.
const CAP_MS: f64 = 30_000.0;
/// Of what a server says in `Retry-After`, no more than this is believed.
const MAX_AFTER_MS: f64 = 3_600_000.0;
/// How far from its period on either side an element looks again, so that readers do not come together.
const JITTER: f64 = 0.2;
/// A kept answer of this part of the period will do: no look comes sooner than that.
pub const YOUNG: f64 = 1.0 - JITTER;

/// A stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Span {
    from: f64,
    length: f64,
}

impl Span {
    /// What is left of it. Where the clock was set back behind its beginning, it begins now.
    fn left(&mut self, now: f64) -> f64 {
        self.from = self.from.min(now);
        // Timers know whole milliseconds.
        let left = self.from + self.length - now;
        if left < 1.0 { 0.0 } else { left }
    }
}

/// Why an address gave nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Failure {
    /// It may be over in a moment: no network, a time limit, 408, 425, 429, 5xx. With `Retry-After` in milliseconds.
    Passing(Option<f64>),
    /// It answered, and not with what was wanted: the next look may find it.
    Wrong,
    /// It is refused (4xx): nobody asks again but who wants to know it.
    Refused,
}

impl Failure {
    /// What an HTTP status that is no success means. `after` is the header `Retry-After`.
    pub fn of_status(status: u16, after: Option<&str>, now: f64) -> Failure {
        match status {
            408 | 425 | 429 | 500..=599 => {
                Failure::Passing(after.and_then(|after| retry_after(after, now)))
            }
            400..=499 => Failure::Refused,
            _ => Failure::Wrong,
        }
    }
}

/// `Retry-After` (RFC 9110, 10.2.3), seconds or a date, in milliseconds from now; `None` for anything else, and for a
/// date that is over, which a wrong clock makes as well.
pub fn retry_after(text: &str, now: f64) -> Option<f64> {
    let text = text.trim();
    #[allow(clippy::cast_precision_loss)]
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // What is too large for a number is too long for us, too. Parsing it as a float would weigh 10 kB.
        f64::from(text.parse().unwrap_or(u32::MAX)) * 1000.0
    } else {
        Date::parse(text)?.at.0 as f64 * 1000.0 - now
    };
    (wait > 0.0).then_some(wait.min(MAX_AFTER_MS))
}

/// Who wants to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The reader, or a script of the page: whatever happened before.
    Reader,
    /// An element that is new, or has a new address.
    Element,
    /// An element whose time has come.
    Clock,
    /// The same look, once more.
    Retry,
}

/// When an address may be asked again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wait {
    /// In the same look, so many milliseconds from now.
    For(f64),
    /// In the next look, and so many milliseconds from now at the soonest.
    Look(f64),
    /// When the reader wants it.
    Reader,
}

impl Wait {
    /// Which of two comes first.
    pub fn or(self, other: Wait) -> Wait {
        match (self, other) {
            (Wait::For(a), Wait::For(b)) => Wait::For(a.min(b)),
            (Wait::For(a), _) | (_, Wait::For(a)) => Wait::For(a),
            (Wait::Look(a), Wait::Look(b)) => Wait::Look(a.min(b)),
            (Wait::Look(a), _) | (_, Wait::Look(a)) => Wait::Look(a),
            (Wait::Reader, Wait::Reader) => Wait::Reader,
        }
    }
}

/// What is known of an address that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Address {
    last: Option<Failure>,
    tries: u32,
    hold: Span,
    luck: f64,
}

impl Address {
    /// Whether it may be asked now.
    pub fn admits(&mut self, who: Who, now: f64) -> bool {
        let held = self.hold.left(now) > 0.0;
        let admits = match who {
            Who::Reader => true,
            Who::Element => !held,
            Who::Clock => !held && self.last != Some(Failure::Refused),
            Who::Retry => self.wait(now) == Wait::For(0.0),
        };
        if admits && who != Who::Retry {
            *self = Address::default();
        }
        admits
    }

    /// It gave what was wanted.
    pub fn answered(&mut self) {
        *self = Address::default();
    }

    /// It gave nothing of use.
    pub fn failed(&mut self, failure: Failure, now: f64, random: f64) {
        self.last = Some(failure);
        self.luck = random;
        // Full jitter: whoever failed together does not come back together.
        let pause = (BASE_MS * f64::from(1_u32 << self.tries.min(16))).min(CAP_MS) * random;
        // A server that says when is asked once more in this look, not twice.
        self.tries += if let Failure::Passing(Some(_)) = failure { 2 } else { 1 };
        self.hold = match failure {
            Failure::Passing(Some(after)) => Span { from: now, length: after + pause },
            Failure::Passing(None) if self.tries < TRIES => Span { from: now, length: pause },
            _ => Span::default(),
        };
    }

    /// When it may be asked again.
    pub fn wait(&mut self, now: f64) -> Wait {
        let left = self.hold.left(now);
        match self.last {
            Some(Failure::Refused) => Wait::Reader,
            Some(Failure::Passing(_)) if self.tries < TRIES => Wait::For(left),
            Some(_) => Wait::Look(left),
            None => Wait::For(0.0),
        }
    }

    /// The random number of the last failure: elements that share it stay together.
    pub fn luck(&self) -> f64 {
        self.luck
    }
}

/// What an element does next about one source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Action {
    /// It asks.
    Ask(Who),
    /// It waits so many milliseconds.
    Wait(f64),
    /// It waits for something else than time.
    Sleep,
}

/// When an element looks again at one source.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Schedule {
    /// Milliseconds between looks; `None`: it never looks again by itself.
    period: Option<f64>,
    /// The look that is going on.
    look: Option<Span>,
    /// The pause before its next try.
    pause: Option<Span>,
    /// The time between looks.
    rest: Option<Span>,
}

impl Schedule {
    /// Takes the seconds between looks; what was to come sooner than that still does.
    pub fn every(&mut self, seconds: Option<u32>, now: f64) {
        let period = seconds.map(|seconds| f64::from(seconds) * 1000.0);
        if self.period != period {
            self.period = period;
            let rest = self.rest.unwrap_or(Span { from: now, length: f64::INFINITY });
            self.rest = period.map(|period| Span { length: rest.length.min(period), ..rest });
        }
    }

    /// A look begins, or goes on with its next try.
    pub fn begin(&mut self, who: Who, now: f64) {
        if who != Who::Retry {
            self.look = Some(Span { from: now, length: LOOK_MS });
        }
        (self.pause, self.rest) = (None, None);
    }

    /// How long the next try may take, in milliseconds.
    pub fn limit(&mut self, now: f64) -> f64 {
        self.look.as_mut().map_or(TRY_MS, |look| look.left(now)).min(TRY_MS)
    }

    /// The look found what came at `at`, the random number of which is `luck`.
    pub fn found(&mut self, at: f64, luck: f64) {
        let length = |period| period * (1.0 - JITTER + 2.0 * JITTER * luck);
        self.rest = self.period.map(|period| Span { from: at, length: length(period) });
        (self.look, self.pause) = (None, None);
    }

    /// Every address of the source failed; when the first of them may be asked again. Whether the look is over.
    pub fn failed(&mut self, wait: Wait, now: f64, luck: f64) -> bool {
        if let (Wait::For(pause), Some(look)) = (wait, &mut self.look)
            && pause < look.left(now)
        {
            self.pause = Some(Span { from: now, length: pause });
            return false;
        }
        let least = if let Wait::For(pause) | Wait::Look(pause) = wait { pause } else { 0.0 };
        // A tab that was frozen meanwhile has not looked for so long.
        let slept = self.look.is_some_and(|look| now - look.from > 2.0 * LOOK_MS);
        // Wider than after a success: a failure brings together who would not have come together.
        let length = |period: f64| {
            if slept { least } else { least.max(period / 2.0) + period * luck }
        };
        let period = self.period.filter(|_| wait != Wait::Reader);
        self.rest = period.map(|period| Span { from: now, length: length(period) });
        (self.look, self.pause) = (None, None);
        true
    }

    /// The network is back: what failed need not wait any longer.
    pub fn hurry(&mut self) {
        if let Some(rest) = &mut self.rest {
            rest.length = 0.0;
        }
    }

    /// What to do now. `seen`: the reader sees the element, and wants it to go on.
    pub fn next(&mut self, now: f64, seen: bool) -> Action {
        let due = |span: &mut Span, who| match span.left(now) {
            left if left > 0.0 => Action::Wait(left),
            _ => Action::Ask(who),
        };
        match (&mut self.pause, &self.look, &mut self.rest) {
            (Some(pause), _, _) => due(pause, Who::Retry),
            // The answer ends it, or its limit of time.
            (None, Some(_), _) | (None, None, None) => Action::Sleep,
            (None, None, Some(rest)) if seen => due(rest, Who::Clock),
            // Coming back wakes it.
            (None, None, Some(_)) => Action::Sleep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_764_300_000_000.0;

    #[test]
    fn a_pause_is_anything_up_to_twice_the_last_one() {
        let mut address = Address::default();
        for (most, tries) in [(1000.0, 1), (2000.0, 2)] {
            let mut lucky = address;
            lucky.failed(Failure::Passing(None), NOW, 0.0);
            assert_eq!(lucky.wait(NOW), Wait::For(0.0), "after {tries}");
            address.failed(Failure::Passing(None), NOW, 0.75);
            assert_eq!(address.wait(NOW), Wait::For(0.75 * most), "after {tries}");
            assert!(!address.admits(Who::Retry, NOW + 0.74 * most));
            assert!(address.admits(Who::Retry, NOW + 0.75 * most));
        }
        address.failed(Failure::Passing(None), NOW, 0.75);
        assert_eq!(address.wait(NOW), Wait::Look(0.0), "three tries are enough");
        assert!(!address.admits(Who::Retry, NOW + 60_000.0));
        assert!(address.admits(Who::Clock, NOW), "and the next look has three of its own");
        address.failed(Failure::Passing(None), NOW, 0.5);
        assert_eq!(address.wait(NOW), Wait::For(500.0));
    }

    #[test]
    fn a_server_that_says_when_is_asked_once_more() {
        let mut address = Address::default();
        address.failed(Failure::Passing(Some(5000.0)), NOW, 0.5);
        assert_eq!(address.wait(NOW), Wait::For(5500.0));
        address.failed(Failure::Passing(Some(5000.0)), NOW, 0.5);
        assert_eq!(address.wait(NOW), Wait::Look(7000.0));
    }

    #[test]
    fn a_pause_never_exceeds_thirty_seconds() {
        let mut address = Address::default();
        for _ in 0..40 {
            address.failed(Failure::Passing(Some(0.0)), NOW, 1.0);
        }
        assert_eq!(address.wait(NOW), Wait::Look(30_000.0));
    }

    #[test]
    fn what_is_refused_waits_for_the_reader_and_what_is_wrong_for_the_next_look() {
        let mut address = Address::default();
        address.failed(Failure::Refused, NOW, 0.5);
        assert_eq!(address.wait(NOW), Wait::Reader);
        assert!(!address.admits(Who::Clock, NOW + 86_400_000.0));
        assert!(!address.admits(Who::Retry, NOW));
        assert!(address.admits(Who::Element, NOW), "a new element knows nothing of it");
        address.failed(Failure::Refused, NOW, 0.5);
        assert!(address.admits(Who::Reader, NOW));
        address.failed(Failure::Wrong, NOW, 0.5);
        assert_eq!(address.wait(NOW), Wait::Look(0.0));
        assert!(!address.admits(Who::Retry, NOW));
        assert!(address.admits(Who::Clock, NOW));
    }

    #[test]
    fn each_status_means_what_it_should() {
        let meant = |status| Failure::of_status(status, None, NOW);
        for status in [408, 425, 429, 500, 502, 503, 504, 511] {
            assert_eq!(meant(status), Failure::Passing(None), "{status}");
        }
        for status in [400, 401, 403, 404, 410, 413, 451] {
            assert_eq!(meant(status), Failure::Refused, "{status}");
        }
        for status in [204, 304] {
            assert_eq!(meant(status), Failure::Wrong, "{status}");
        }
        assert_eq!(Failure::of_status(404, Some("5"), NOW), Failure::Refused);
        assert_eq!(Failure::of_status(503, Some("5"), NOW), Failure::Passing(Some(5000.0)));
    }

    #[test]
    fn a_server_may_say_when_in_seconds_or_by_date_and_is_believed_for_an_hour() {
        // NOW is 28 November 2025, 03:20:00 GMT.
        for (text, wait) in [
            ("120", Some(120_000.0)),
            (" 120 ", Some(120_000.0)),
            ("86400", Some(3_600_000.0)),
            ("99999999999999999999999999", Some(3_600_000.0)),
            ("Fri, 28 Nov 2025 03:22:00 GMT", Some(120_000.0)),
            ("Friday, 28-Nov-25 03:22:00 GMT", Some(120_000.0)),
            ("Fri Nov 28 03:22:00 2025", Some(120_000.0)),
            ("Sat, 29 Nov 2025 03:22:00 GMT", Some(3_600_000.0)),
            ("Thu, 27 Nov 2025 03:22:00 GMT", None),
            ("0", None),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(retry_after(text, NOW), wait, "{text:?}");
        }
    }

    #[test]
    fn what_a_server_says_holds_for_everybody_but_the_reader() {
        let mut address = Address::default();
        address.failed(Failure::Passing(Some(120_000.0)), NOW, 0.5);
        assert_eq!(address.wait(NOW), Wait::For(120_500.0), "not all at the same moment");
        for who in [Who::Element, Who::Clock, Who::Retry] {
            assert!(!address.admits(who, NOW + 120_000.0), "{who:?}");
            assert!({ address }.admits(who, NOW + 120_500.0), "{who:?}");
        }
        assert!(address.admits(Who::Reader, NOW));
    }

    fn every(seconds: u32) -> Schedule {
        let mut schedule = Schedule::default();
        schedule.every(Some(seconds), NOW);
        schedule
    }

    #[test]
    fn it_looks_again_after_its_period_and_a_fifth_more_or_less() {
        let mut schedule = every(300);
        schedule.begin(Who::Clock, NOW);
        assert_eq!(schedule.next(NOW, true), Action::Sleep);
        for (luck, wait) in [(0.0, 240_000.0), (0.5, 300_000.0), (1.0, 360_000.0)] {
            schedule.found(NOW, luck);
            assert_eq!(schedule.next(NOW, true), Action::Wait(wait));
            assert_eq!(schedule.next(NOW + wait, true), Action::Ask(Who::Clock));
        }
    }

    #[test]
    fn unseen_it_sleeps_and_seen_again_it_asks_at_once_if_its_time_has_come() {
        let mut schedule = every(300);
        schedule.found(NOW, 0.5);
        let hour = 3_600_000.0;
        assert_eq!(schedule.next(NOW + hour, false), Action::Sleep);
        assert_eq!(schedule.next(NOW + hour, true), Action::Ask(Who::Clock));
        assert_eq!(schedule.next(NOW + 1000.0, true), Action::Wait(299_000.0), "not sooner");
    }

    #[test]
    fn a_look_that_fails_is_tried_again_for_25_seconds_and_no_longer() {
        let mut schedule = every(300);
        schedule.begin(Who::Clock, NOW);
        assert_eq!(schedule.limit(NOW), 10_000.0);
        assert!(!schedule.failed(Wait::For(800.0), NOW + 10_000.0, 0.5));
        assert_eq!(schedule.next(NOW + 10_000.0, false), Action::Wait(800.0), "seen or not");
        assert_eq!(schedule.next(NOW + 10_800.0, true), Action::Ask(Who::Retry));
        assert_eq!(schedule.limit(NOW + 20_000.0), 5_000.0, "25 in all");
        assert!(schedule.failed(Wait::For(1000.0), NOW + 24_500.0, 0.5));
        assert_eq!(schedule.next(NOW + 24_500.0, true), Action::Wait(300_000.0));
    }

    #[test]
    fn after_a_look_in_vain_the_next_one_is_spread_wider() {
        for (luck, wait) in [(0.0, 150_000.0), (0.5, 300_000.0), (1.0, 450_000.0)] {
            let mut schedule = every(300);
            schedule.begin(Who::Clock, NOW);
            assert!(schedule.failed(Wait::Look(0.0), NOW, luck));
            assert_eq!(schedule.next(NOW, true), Action::Wait(wait));
            schedule.begin(Who::Clock, NOW);
            assert!(schedule.failed(Wait::Look(3_600_000.0), NOW, luck));
            assert_eq!(schedule.next(NOW, true), Action::Wait(3_600_000.0 + 300_000.0 * luck));
            schedule.begin(Who::Clock, NOW);
            assert!(schedule.failed(Wait::Reader, NOW, luck));
            assert_eq!(schedule.next(NOW + 1e12, true), Action::Sleep, "only the reader wakes it");
        }
    }

    #[test]
    fn of_several_addresses_the_one_that_comes_first_decides() {
        let (soon, late) = (Wait::For(500.0), Wait::For(800.0));
        for (one, other, first) in [
            (soon, late, soon),
            (late, Wait::Look(0.0), late),
            (Wait::Look(9.0), Wait::Look(5.0), Wait::Look(5.0)),
            (Wait::Reader, Wait::Look(5.0), Wait::Look(5.0)),
            (Wait::Reader, Wait::Reader, Wait::Reader),
        ] {
            assert_eq!((one.or(other), other.or(one)), (first, first));
        }
    }

    #[test]
    fn a_look_in_which_the_tab_was_frozen_is_made_again_at_once() {
        let (mut schedule, hours) = (every(300), 8.0 * 3_600_000.0);
        schedule.begin(Who::Clock, NOW);
        assert!(schedule.failed(Wait::For(500.0), NOW + hours, 0.5), "it has been too long");
        assert_eq!(schedule.next(NOW + hours, true), Action::Wait(500.0));
        assert_eq!(schedule.next(NOW + hours + 500.0, true), Action::Ask(Who::Clock));
        schedule.begin(Who::Clock, NOW + hours + 500.0);
        assert!(schedule.failed(Wait::Look(0.0), NOW + hours + 600.0, 0.5));
        assert_eq!(schedule.next(NOW + hours + 600.0, true), Action::Wait(300_000.0), "but once");
    }

    #[test]
    fn without_a_period_it_tries_again_but_never_looks_again() {
        let mut schedule = Schedule::default();
        schedule.begin(Who::Clock, NOW);
        assert!(!schedule.failed(Wait::For(1000.0), NOW, 0.5));
        assert_eq!(schedule.next(NOW, true), Action::Wait(1000.0));
        assert!(schedule.failed(Wait::Look(0.0), NOW, 0.5));
        assert_eq!(schedule.next(NOW + 1e12, true), Action::Sleep);
        schedule.found(NOW, 0.5);
        assert_eq!(schedule.next(NOW + 1e12, true), Action::Sleep);
    }

    #[test]
    fn a_clock_that_jumps_by_a_day_makes_no_wait_longer() {
        let day = 86_400_000.0;
        let mut schedule = every(300);
        schedule.found(NOW, 0.5);
        assert_eq!({ schedule }.next(NOW + day, true), Action::Ask(Who::Clock), "set forward");
        assert_eq!(schedule.next(NOW - day, true), Action::Wait(300_000.0), "set back");
        assert_eq!(schedule.next(NOW - day + 300_000.0, true), Action::Ask(Who::Clock));
        let mut address = Address::default();
        address.failed(Failure::Passing(None), NOW, 0.5);
        assert_eq!(address.wait(NOW - day), Wait::For(500.0));
        assert_eq!(address.wait(NOW - day + 500.0), Wait::For(0.0));
    }

    #[test]
    fn a_shorter_period_holds_at_once() {
        let mut schedule = every(300);
        schedule.found(NOW, 0.5);
        schedule.every(Some(60), NOW);
        assert_eq!(schedule.next(NOW, true), Action::Wait(60_000.0));
        schedule.every(None, NOW);
        assert_eq!(schedule.next(NOW + 1e12, true), Action::Sleep);
        schedule.every(Some(60), NOW);
        assert_eq!(schedule.next(NOW, true), Action::Wait(60_000.0), "and where there was none");
    }

    #[test]
    fn the_network_is_back_so_it_looks_at_once() {
        let mut schedule = every(300);
        schedule.begin(Who::Clock, NOW);
        schedule.failed(Wait::Look(0.0), NOW, 0.5);
        schedule.hurry();
        assert_eq!(schedule.next(NOW, true), Action::Ask(Who::Clock));
    }
}
