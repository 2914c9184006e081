//! How long to wait for an answer: measured, since a board may be simulated and a thousand times slower than a real one.

use std::time::Duration;

/// Before anything was measured.
pub(super) const FIRST: Duration = Duration::from_secs(1);
/// Host and USB may pause for so long without anything being lost.
const LEAST: Duration = Duration::from_millis(200);
/// Repeats of what is not answered get rarer up to this, so that many fit before giving up.
const RAREST: Duration = Duration::from_secs(1);
/// Share by which an estimate follows a lower sample; a higher one it takes at once.
const DECAY: f64 = 0.125;
/// How often the time of a packet's bytes is allowed for.
const MARGIN: f64 = 4.0;

/// Estimates from answers, and since when there is silence.
#[derive(Debug, Default)]
pub(super) struct Timing {
    /// Seconds from a request to its answer.
    trip: Option<f64>,
    /// Seconds for a byte of a request and its answer.
    byte: f64,
    /// Timeouts in a row without an answer.
    late: u32,
    /// When an answer last came.
    answered: Duration,
    /// When anything last moved.
    moved: Duration,
}

impl Timing {
    /// Bytes moved.
    pub(super) fn moved(&mut self, now: Duration) {
        self.moved = now;
    }

    /// An answer came; if it is sure to which sending, that was at `sent`, and `bytes` went there and back.
    pub(super) fn answered(&mut self, now: Duration, sent: Option<(Duration, usize)>) {
        self.late = 0;
        if let Some((sent, bytes)) = sent {
            // Answers follow each other: this one took no longer than since the one before.
            let trip = now.saturating_sub(sent.max(self.answered)).as_secs_f64();
            self.trip = Some(self.trip.map_or(trip, |old| follow(old, trip)));
            self.byte = follow(self.byte, trip / bytes as f64);
        }
        self.answered = now;
        self.moved = now;
    }

    /// No answer came in time.
    pub(super) fn late(&mut self, now: Duration) {
        self.late += 1;
        self.moved = now;
    }

    /// When the answer to a request of so many bytes, there and back, is late.
    pub(super) fn deadline(&self, bytes: usize) -> Duration {
        self.moved + self.patience(bytes)
    }

    /// How long to wait for such an answer.
    pub(super) fn patience(&self, bytes: usize) -> Duration {
        let measured = self.trip.map_or(FIRST, |trip| {
            Duration::from_secs_f64(2.0 * trip + MARGIN * self.byte * bytes as f64)
        });
        let measured = measured.max(LEAST);
        measured.max((measured * (1 << self.late.min(4))).min(RAREST))
    }
}

fn follow(old: f64, sample: f64) -> f64 {
    if sample > old { sample } else { old + DECAY * (sample - old) }
}
