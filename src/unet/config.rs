//! Everything that decides the shape of a [`UNet`](super::UNet), stored beside the weights.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The architecture of a [`UNet`](super::UNet). Nothing in it is particular to one data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UNetConfig {
    /// Channels of an image: 1 for grey, 3 for colour.
    pub channels: usize,
    /// Height of an image in pixels: a multiple of `patch · 2^(levels − 1)`.
    pub height: usize,
    /// Width of an image in pixels: a multiple of `patch · 2^(levels − 1)`.
    pub width: usize,
    /// Side of the pixel patches that the finest level works on; 1 works on pixels.
    pub patch: usize,
    /// Feature channels of each level, finest first. Every level halves the resolution.
    pub widths: Vec<usize>,
    /// Residual blocks of each level but the last, on the way down. On the way up there is one more.
    pub blocks: usize,
    /// Residual blocks at the last level. Attention follows every one but the last of them.
    pub middle_blocks: usize,
    /// Heads of the attention; divides the last width.
    pub heads: usize,
    /// Groups of the group normalisation; divides every width.
    pub groups: usize,
    /// Size of the embedding of timestep and labels; even.
    pub embedding: usize,
    /// Number of classes of each kind of label; empty for an unconditional model. Each kind has one class more, its
    /// number of classes, that stands for "no label".
    pub labels: Vec<usize>,
}

/// What is wrong with a [`UNetConfig`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UNetConfigError {
    /// A number that has to be positive is zero.
    #[error("UNet config: expected `{0}` to be at least 1, found 0")]
    Zero(&'static str),
    /// A number does not divide another.
    #[error("UNet config: expected `{name}` to be a multiple of {factor} ({why}), found {found}")]
    NotAMultiple {
        /// The field.
        name: &'static str,
        /// What has to divide it.
        factor: usize,
        /// Where the factor comes from.
        why: &'static str,
        /// The value of the field.
        found: usize,
    },
}

impl UNetConfig {
    /// Checks that a network can be built from this config.
    pub fn validate(&self) -> Result<(), UNetConfigError> {
        let positive = [
            ("channels", self.channels),
            ("height", self.height),
            ("width", self.width),
            ("patch", self.patch),
            ("widths", self.widths.len()),
            ("blocks", self.blocks),
            ("middle_blocks", self.middle_blocks),
            ("heads", self.heads),
            ("groups", self.groups),
            ("embedding", self.embedding),
        ];
        for (name, value) in positive {
            if value == 0 {
                return Err(UNetConfigError::Zero(name));
            }
        }
        if self.widths.contains(&0) {
            return Err(UNetConfigError::Zero("widths"));
        }
        if self.labels.contains(&0) {
            return Err(UNetConfigError::Zero("labels"));
        }
        let reduction = self.patch << (self.widths.len() - 1);
        let last = self.widths[self.widths.len() - 1];
        let mut multiples = vec![
            ("height", reduction, "patch · 2^(levels − 1)", self.height),
            ("width", reduction, "patch · 2^(levels − 1)", self.width),
            ("widths", self.heads, "heads, at the last level", last),
            ("embedding", 2, "a sine and a cosine", self.embedding),
        ];
        for &width in &self.widths {
            multiples.push(("widths", self.groups, "groups", width));
        }
        for (name, factor, why, found) in multiples {
            if found % factor != 0 {
                return Err(UNetConfigError::NotAMultiple {
                    name,
                    factor,
                    why,
                    found,
                });
            }
        }
        Ok(())
    }

    /// Multiply-accumulates of the convolutions and matrix products of one forward pass for one image.
    pub fn macs(&self) -> usize {
        let last = self.widths.len() - 1;
        let pixels = |level: usize| (self.height * self.width) / (self.patch << level).pow(2);
        let block = |level: usize, input: usize, output: usize| {
            let skip = if input == output { 0 } else { input * output };
            (9 * (input + output) * output + skip) * pixels(level) + self.embedding * 2 * output
        };
        let mut total = 9 * 2 * self.channels * self.patch.pow(2) * self.widths[0] * pixels(0);
        for level in 0..last {
            let (width, next) = (self.widths[level], self.widths[level + 1]);
            total += self.blocks * block(level, width, width);
            total += block(level, 2 * width, width) + self.blocks * block(level, width, width);
            total += 2 * (4 * width * next) * pixels(level + 1);
        }
        let width = self.widths[last];
        let attention = (4 * width + 2 * pixels(last)) * width * pixels(last);
        total
            + self.middle_blocks * block(last, width, width)
            + (self.middle_blocks - 1) * attention
            + 2 * self.embedding.pow(2)
    }
}
