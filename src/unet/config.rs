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

/// What each number of a config may be at most: far more than a network for a browser needs, and little enough that no
/// product of two of them leaves 64 bits.
const MOST: [(&str, usize); 10] = [
    ("channels", 16),
    ("height", 1024),
    ("width", 1024),
    ("patch", 64),
    ("widths", 4096),
    ("blocks", 64),
    ("middle_blocks", 64),
    ("heads", 256),
    ("groups", 1024),
    ("embedding", 8192),
];
/// Levels, each of which halves the resolution.
const MOST_LEVELS: usize = 10;
/// Kinds of label, and classes of one.
const MOST_KINDS: usize = 64;
const MOST_CLASSES: usize = 100_000;
/// Parameters: as f32 they take four times as many bytes.
pub const MOST_PARAMETERS: u64 = 100_000_000;
/// Multiply-accumulates of one call for one image, a minute of a slow processor.
pub const MOST_MACS: u64 = 50_000_000_000;

/// What is wrong with a [`UNetConfig`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UNetConfigError {
    /// A number that has to be positive is zero.
    #[error("UNet config: expected `{0}` to be at least 1, found 0")]
    Zero(&'static str),
    /// A number, or what follows from several, is larger than anything that this crate runs.
    #[error("UNet config: expected `{name}` to be at most {most}, found {found}")]
    TooLarge {
        /// The field, or what was counted.
        name: &'static str,
        /// The limit.
        most: u64,
        /// The value.
        found: u64,
    },
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
    /// Checks that a network can be built from this config, before anything is built: no number is zero or past its limit,
    /// all fit together, and the network is not larger than a page can run (10⁸ parameters, 5·10¹⁰ multiply-accumulates an image).
    ///
    /// # Errors
    /// The first number that is wrong.
    pub fn validate(&self) -> Result<(), UNetConfigError> {
        self.check_range()?;
        self.check_multiples()?;
        at_most("parameters", MOST_PARAMETERS, self.parameters())?;
        at_most("multiply-accumulates of one image", MOST_MACS, self.macs())
    }

    /// Every number by itself, so that arithmetic with them is safe.
    fn check_range(&self) -> Result<(), UNetConfigError> {
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
        let widest = self.widths.iter().copied().max().unwrap_or(0);
        for ((name, value), (limited, most)) in positive.into_iter().zip(MOST) {
            debug_assert_eq!(name, limited);
            let value = if name == "widths" { widest } else { value };
            at_most(name, most as u64, value as u64)?;
        }
        at_most("levels", MOST_LEVELS as u64, self.widths.len() as u64)?;
        at_most(
            "kinds of label",
            MOST_KINDS as u64,
            self.labels.len() as u64,
        )?;
        let classes = self.labels.iter().copied().max().unwrap_or(0);
        at_most("classes of a label", MOST_CLASSES as u64, classes as u64)
    }

    fn check_multiples(&self) -> Result<(), UNetConfigError> {
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
    pub fn macs(&self) -> u64 {
        let [height, width, patch, embedding, channels] = [
            self.height,
            self.width,
            self.patch,
            self.embedding,
            self.channels,
        ]
        .map(|value| value as u64);
        let pixels = |level: usize| (height * width) / (patch << level).pow(2);
        let block = |level: usize, input: u64, output: u64| {
            let skip = if input == output { 0 } else { input * output };
            (9 * (input + output) * output + skip) * pixels(level) + embedding * 2 * output
        };
        let widths: Vec<u64> = self.widths.iter().map(|&width| width as u64).collect();
        let (blocks, middle) = (self.blocks as u64, self.middle_blocks as u64);
        let last = widths.len() - 1;
        let mut total = 9 * 2 * channels * patch.pow(2) * widths[0] * pixels(0);
        for level in 0..last {
            let (width, next) = (widths[level], widths[level + 1]);
            total += blocks * block(level, width, width);
            total += block(level, 2 * width, width) + blocks * block(level, width, width);
            total += 2 * (4 * width * next) * pixels(level + 1);
        }
        let width = widths[last];
        let attention = (4 * width + 2 * pixels(last)) * width * pixels(last);
        total + middle * block(last, width, width) + (middle - 1) * attention + 2 * embedding.pow(2)
    }

    /// Parameters of the network, weights, biases and the factors and offsets of normalisations, without building it.
    pub fn parameters(&self) -> u64 {
        let embedding = self.embedding as u64;
        let linear = |input: u64, output: u64| (input + 1) * output;
        let conv3 = |input: u64, output: u64| (9 * input + 1) * output;
        let norm = |channels: u64| 2 * channels;
        let block = |input: u64, output: u64| {
            let shortcut = if input == output {
                0
            } else {
                linear(input, output)
            };
            let convolutions = conv3(input, output) + conv3(output, output) + shortcut;
            norm(input) + norm(output) + convolutions + linear(embedding, 2 * output)
        };
        let widths: Vec<u64> = self.widths.iter().map(|&width| width as u64).collect();
        let (blocks, middle) = (self.blocks as u64, self.middle_blocks as u64);
        let pixels = self.channels as u64 * (self.patch as u64).pow(2);
        let (first, last) = (widths[0], widths[widths.len() - 1]);
        let levels: u64 = widths
            .windows(2)
            .map(|pair| {
                let (width, next) = (pair[0], pair[1]);
                let between = linear(4 * width, next) + linear(next, 4 * width);
                2 * blocks * block(width, width) + block(2 * width, width) + between
            })
            .sum();
        let attention = norm(last) + linear(last, 3 * last) + linear(last, last);
        let labels: u64 = self
            .labels
            .iter()
            .map(|&classes| (classes as u64 + 1) * embedding)
            .sum();
        let ends = conv3(pixels, first) + norm(first) + conv3(first, pixels);
        2 * linear(embedding, embedding)
            + labels
            + ends
            + levels
            + middle * block(last, last)
            + (middle - 1) * attention
    }
}

fn at_most(name: &'static str, most: u64, found: u64) -> Result<(), UNetConfigError> {
    if found > most {
        return Err(UNetConfigError::TooLarge { name, most, found });
    }
    Ok(())
}
