//! Work on many images, in batches that threads share.

use std::ops::Range;
use std::thread;

use crate::device::{share_processor, workers};
use crate::error::Error;

/// What `make` makes of `0 … count − 1`, cut into ranges of at most `size`, in their order.
///
/// # Errors
/// Those of `make`, and [`Error::Samples`] when a thread ended early.
pub fn in_batches<T: Send>(
    count: usize,
    size: usize,
    make: impl Fn(Range<usize>) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let workers = workers();
    let mut made = thread::scope(|scope| {
        let make = &make;
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    if workers > 1 {
                        share_processor();
                    }
                    (worker * size..count)
                        .step_by(workers * size)
                        .map(|start| Ok((start, make(start..(start + size).min(count))?)))
                        .collect::<Result<Vec<_>, Error>>()
                })
            })
            .collect();
        let mut made = Vec::new();
        for handle in handles {
            made.extend(handle.join().map_err(|_| Error::Samples)??);
        }
        Ok::<_, Error>(made)
    })?;
    made.sort_by_key(|&(start, _)| start);
    Ok(made.into_iter().map(|(_, made)| made).collect())
}
