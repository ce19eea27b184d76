//! The learning rate over a run: warm-up, plateau, decay.

/// A linear warm-up from zero, a plateau, and a cosine decay to zero at the end of the run.
///
/// Until the decay begins nothing depends on the length of the run, so a run can be prolonged from any checkpoint on the
/// plateau and still be the run that a longer `--images` would have made (Hu et al. 2024, "MiniCPM", calls the shape
/// warm-up–stable–decay).
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Rate on the plateau.
    pub peak: f64,
    /// Images until the plateau.
    pub warmup: usize,
    /// Images from the end of the plateau to the end.
    pub decay: usize,
    /// Images in all.
    pub total: usize,
}

impl Rate {
    /// The rate for the batch that begins after `images` images.
    pub fn at(&self, images: usize) -> f64 {
        let warm = (images as f64 / self.warmup.max(1) as f64).min(1.0);
        let left = self.total.saturating_sub(images);
        let decayed = if left >= self.decay {
            1.0
        } else {
            let done = 1.0 - left as f64 / self.decay as f64;
            0.5 * (1.0 + (std::f64::consts::PI * done).cos())
        };
        self.peak * warm * decayed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warms_up_stays_and_decays_to_zero() {
        let rate = Rate {
            peak: 2.0,
            warmup: 10,
            decay: 40,
            total: 100,
        };
        assert_eq!(rate.at(0), 0.0);
        assert_eq!(rate.at(5), 1.0);
        assert_eq!(rate.at(60), 2.0);
        assert!((rate.at(80) - 1.0).abs() < 1e-12);
        assert!(rate.at(100) < 1e-12);
    }
}
