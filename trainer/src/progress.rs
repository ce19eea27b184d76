//! One line of progress: losses, images a second, time left.

use std::time::{Duration, Instant};

/// Counts images over a run that may have begun earlier.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    last: (Instant, usize),
}

impl Progress {
    /// A run of `total` images of which `done` are done.
    pub fn new(total: usize, done: usize) -> Self {
        Self {
            total,
            last: (Instant::now(), done),
        }
    }

    /// Images a second since the last call, and the time that the rest takes at that speed.
    pub fn tick(&mut self, done: usize) -> (f64, Duration) {
        let now = Instant::now();
        let seconds = (now - self.last.0).as_secs_f64();
        let speed = (done - self.last.1) as f64 / seconds.max(1e-9);
        self.last = (now, done);
        let left = self.total.saturating_sub(done) as f64 / speed.max(1e-9);
        (speed, Duration::from_secs_f64(left.min(1e9)))
    }
}

/// `2:03:04`.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!(
        "{}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
