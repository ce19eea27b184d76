//! David Revoy's cat avatars: five kinds of layers, drawn one over the other.
//!
//! A picture is its number: which layer of each kind it has. So there are 324 000 of them, composed when they are asked for, and
//! whether a picture is one of them, and which, can be found out exactly (see [`judge`]).

pub mod evaluate;
pub mod judge;

use std::path::Path;
use std::sync::OnceLock;

use burn::tensor::{Device, Int, Tensor, TensorData};

use crate::data::{Pictures, Split};
use crate::error::Error;

/// Kinds of layers, from the lowest to the highest, as in `trainer/data/kittens/NOTICE`.
pub const KINDS: [&str; 5] = ["body", "fur", "eyes", "mouth", "accessory"];

/// Height and width.
pub const SIDE: usize = 64;

/// Numbers of a picture, `[3, SIDE, SIDE]`.
pub const SIZE: usize = 3 * SIDE * SIDE;

const PIXELS: usize = SIDE * SIDE;

/// A picture's layers, one of each kind.
pub type Traits = [usize; KINDS.len()];

/// One of how many combinations training never sees, so that it can be said whether a model has learned traits or pictures.
const WITHHELD: u64 = 10;

/// One layer, ready to be drawn: `below · clear + colour`.
#[derive(Debug, Clone)]
struct Layer {
    /// Colour times opacity, in [0, 1], `[3, SIDE, SIDE]`.
    colour: Vec<f32>,
    /// 1 − opacity, `[SIDE, SIDE]`.
    clear: Vec<f32>,
}

/// The layers, and the combinations of one split of them.
#[derive(Debug)]
pub struct Kittens {
    layers: [Vec<Layer>; KINDS.len()],
    /// Numbers of the combinations.
    combinations: Vec<u32>,
    /// The layers on the device that pictures are composed on.
    on_device: OnceLock<OnDevice>,
}

/// For each kind the colours `[K, 3, SIDE, SIDE]` and what they leave `[K, 1, SIDE, SIDE]`.
#[derive(Debug)]
struct OnDevice {
    device: Device,
    layers: Vec<(Tensor<4>, Tensor<4>)>,
}

impl Kittens {
    /// Reads the five pictures in `folder`, each the layers of one kind one above the other, and takes the combinations of `split`:
    /// nine tenths for training, one tenth that training never sees.
    ///
    /// # Errors
    /// When a file is missing, or is no such picture.
    pub fn read(folder: &Path, split: Split) -> Result<Self, Error> {
        let mut layers = Vec::with_capacity(KINDS.len());
        for kind in KINDS {
            layers.push(read_layers(&folder.join(format!("{kind}.png")))?);
        }
        let layers: [Vec<Layer>; KINDS.len()] = layers.try_into().expect("one entry for each kind");
        let all: usize = layers.iter().map(Vec::len).product();
        let combinations = (0..all as u32)
            .filter(|&number| withheld(number) == (split == Split::Test))
            .collect();
        Ok(Self {
            layers,
            combinations,
            on_device: OnceLock::new(),
        })
    }

    /// Number of layers of each kind.
    pub fn counts(&self) -> Traits {
        self.layers.each_ref().map(Vec::len)
    }

    /// The traits of a combination: its number's digits, the last kind's changing fastest.
    fn traits_of(&self, number: u32) -> Traits {
        let mut rest = number as usize;
        let mut traits = self.counts();
        for digit in traits.iter_mut().rev() {
            let count = *digit;
            *digit = rest % count;
            rest /= count;
        }
        traits
    }

    /// Whether training never sees the combination.
    pub fn is_withheld(&self, traits: &Traits) -> bool {
        let number = traits
            .iter()
            .zip(self.counts())
            .fold(0, |number, (&trait_, count)| number * count + trait_);
        withheld(number as u32)
    }

    /// The traits of picture `i` of the split.
    pub fn traits(&self, i: usize) -> Traits {
        self.traits_of(self.combinations[i])
    }

    /// Draws layer `value` of a kind over `picture`, `[3, SIDE, SIDE]` in [0, 1].
    fn draw(&self, kind: usize, value: usize, picture: &mut [f32]) {
        let layer = &self.layers[kind][value];
        for (below, colour) in picture
            .chunks_exact_mut(PIXELS)
            .zip(layer.colour.chunks_exact(PIXELS))
        {
            for ((below, colour), clear) in below.iter_mut().zip(colour).zip(&layer.clear) {
                *below = *below * clear + colour;
            }
        }
    }

    /// The picture with these traits, `[3, SIDE, SIDE]` in [−1, 1]: the layers over white, rounded to 8 bits as picture files are.
    pub fn compose(&self, traits: &Traits) -> Vec<f32> {
        let mut picture = vec![1.0; SIZE];
        for (kind, &value) in traits.iter().enumerate() {
            self.draw(kind, value, &mut picture);
        }
        for value in &mut picture {
            *value = (*value * 255.0).round_ties_even() / 127.5 - 1.0;
        }
        picture
    }

    /// How much of each pixel shows the layer of each kind, `[SIDE, SIDE]` for each.
    pub fn visible(&self, traits: &Traits) -> [Vec<f32>; KINDS.len()] {
        let mut above = vec![1.0_f32; PIXELS];
        let mut visible = [const { Vec::new() }; KINDS.len()];
        for kind in (0..KINDS.len()).rev() {
            let clear = &self.layers[kind][traits[kind]].clear;
            visible[kind] = above
                .iter()
                .zip(clear)
                .map(|(a, c)| a * (1.0 - c))
                .collect();
            above.iter_mut().zip(clear).for_each(|(a, c)| *a *= c);
        }
        visible
    }

    fn upload(&self, device: &Device) -> OnDevice {
        let tensor = |values: Vec<f32>, channels: usize| {
            let count = values.len() / (channels * PIXELS);
            Tensor::from_data(
                TensorData::new(values, [count, channels, SIDE, SIDE]),
                device,
            )
        };
        let layers = self.layers.iter().map(|kind| {
            let colours = kind.iter().flat_map(|layer| layer.colour.iter().copied());
            let clear = kind.iter().flat_map(|layer| layer.clear.iter().copied());
            (tensor(colours.collect(), 3), tensor(clear.collect(), 1))
        });
        OnDevice {
            device: device.clone(),
            layers: layers.collect(),
        }
    }
}

impl Pictures for Kittens {
    fn len(&self) -> usize {
        self.combinations.len()
    }

    fn shape(&self) -> [usize; 3] {
        [3, SIDE, SIDE]
    }

    fn labels(&self, i: usize) -> Vec<usize> {
        self.traits(i).to_vec()
    }

    fn batch(&self, numbers: &[usize], device: &Device) -> Tensor<4> {
        // The layers travel to the device once, and a batch is composed there.
        let here;
        let held = self.on_device.get_or_init(|| self.upload(device));
        let layers = if held.device == *device {
            &held.layers
        } else {
            here = self.upload(device);
            &here.layers
        };
        let traits: Vec<Traits> = numbers.iter().map(|&i| self.traits(i)).collect();
        let mut picture = Tensor::ones([numbers.len(), 3, SIDE, SIDE], device);
        for (kind, (colour, clear)) in layers.iter().enumerate() {
            let values: Vec<i32> = traits.iter().map(|traits| traits[kind] as i32).collect();
            let values =
                Tensor::<1, Int>::from_data(TensorData::new(values, [numbers.len()]), device);
            picture = picture * clear.clone().select(0, values.clone())
                + colour.clone().select(0, values);
        }
        picture
            .mul_scalar(255.0)
            .round()
            .div_scalar(127.5)
            .sub_scalar(1.0)
    }
}

/// Whether training never sees the combination of that number: one in [`WITHHELD`] by a mix of its bits, the end of splitmix64
/// (Steele et al. 2014, "Fast splittable pseudorandom number generators"), which has nothing to do with traits.
fn withheld(number: u32) -> bool {
    let mut z = (u64::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)).is_multiple_of(WITHHELD)
}

fn read_layers(path: &Path) -> Result<Vec<Layer>, Error> {
    let picture = image::open(path).map_err(|error| Error::File {
        action: "read",
        path: path.to_owned(),
        source: std::io::Error::other(error),
    })?;
    let picture = picture.to_rgba8();
    let (width, height) = picture.dimensions();
    if width as usize != SIDE || height == 0 || !(height as usize).is_multiple_of(SIDE) {
        return Err(Error::Content {
            expected: format!("layers of {SIDE}×{SIDE} pixels, one above the other"),
            found: format!("{width}×{height} pixels"),
            path: path.to_owned(),
        });
    }
    let layers = picture.as_raw().chunks_exact(4 * PIXELS).map(|rgba| {
        let opacity = |pixel: usize| f32::from(rgba[4 * pixel + 3]) / 255.0;
        let colour = (0..SIZE).map(|i| {
            let (channel, pixel) = (i / PIXELS, i % PIXELS);
            f32::from(rgba[4 * pixel + channel]) / 255.0 * opacity(pixel)
        });
        Layer {
            colour: colour.collect(),
            clear: (0..PIXELS).map(|pixel| 1.0 - opacity(pixel)).collect(),
        }
    });
    Ok(layers.collect())
}

#[cfg(test)]
mod tests;
