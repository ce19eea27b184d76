//! The judge: a small classifier whose features measure how far samples are from data.

use std::fs;
use std::path::Path;

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use burn_store::{HalfPrecisionAdapter, ModuleSnapshot, SafetensorsStore};
use unnoise::weights::sha256;

use crate::data::{Images, Walk};
use crate::error::Error;
use crate::rate::Rate;

/// Features of the last hidden layer.
pub const FEATURES: usize = 128;

/// Images of an update, and of a batch when judging.
const BATCH: usize = 128;

/// Three convolutions, a hidden layer, the classes.
#[derive(Module, Debug)]
pub struct Judge {
    conv_1: Conv2d,
    conv_2: Conv2d,
    conv_3: Conv2d,
    pool: MaxPool2d,
    hidden: Linear,
    dropout: Dropout,
    output: Linear,
}

impl Judge {
    /// Fresh weights for images of `shape` (channels, height, width) in `classes` classes.
    pub fn new(shape: [usize; 3], classes: usize, device: &Device) -> Self {
        let [channels, height, width] = shape;
        let conv = |input, output| {
            Conv2dConfig::new([input, output], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device)
        };
        Self {
            conv_1: conv(channels, 32),
            conv_2: conv(32, 64),
            conv_3: conv(64, 64),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            hidden: LinearConfig::new(64 * (height / 4) * (width / 4), FEATURES).init(device),
            dropout: DropoutConfig::new(0.4).init(),
            output: LinearConfig::new(FEATURES, classes).init(device),
        }
    }

    /// Features of the last hidden layer: `[B, C, H, W]` → `[B, FEATURES]`.
    pub fn features(&self, images: Tensor<4>) -> Tensor<2> {
        let x = self.pool.forward(relu(self.conv_1.forward(images))); // [B, 32, H/2, W/2]
        let x = self.pool.forward(relu(self.conv_2.forward(x))); // [B, 64, H/4, W/4]
        let x = relu(self.conv_3.forward(x));
        relu(self.hidden.forward(x.flatten::<2>(1, 3)))
    }

    /// Logits from features: `[B, FEATURES]` → `[B, classes]`.
    pub fn logits(&self, features: Tensor<2>) -> Tensor<2> {
        self.output.forward(self.dropout.forward(features))
    }
}

/// What the judge says about many images.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Rows of [`FEATURES`] numbers.
    pub features: Vec<f32>,
    /// Class of each image.
    pub classes: Vec<usize>,
}

impl Verdict {
    /// Share of images whose class is the one expected.
    pub fn accuracy(&self, expected: impl Iterator<Item = usize>) -> f64 {
        let right = self
            .classes
            .iter()
            .zip(expected)
            .filter(|(found, expected)| **found == *expected);
        right.count() as f64 / self.classes.len() as f64
    }
}

/// Judges batches of images.
pub fn judge(judge: &Judge, batches: impl Iterator<Item = Tensor<4>>) -> Verdict {
    let mut verdict = Verdict::default();
    for batch in batches {
        let features = judge.features(batch);
        let classes = judge.logits(features.clone()).argmax(1);
        verdict.features.extend(features.into_data().iter::<f32>());
        verdict.classes.extend(
            classes
                .into_data()
                .iter::<i64>()
                .map(|class| class as usize),
        );
    }
    verdict
}

/// Images of a data set, by number, in batches.
pub fn batches<'a>(
    images: &'a Images,
    numbers: &'a [usize],
    device: &'a Device,
) -> impl Iterator<Item = Tensor<4>> + 'a {
    numbers
        .chunks(500)
        .map(move |chunk| images.batch(chunk, device))
}

/// Trains a judge and says how often it is right on `test`.
pub fn train(
    train: &Images,
    test: &Images,
    classes: usize,
    epochs: usize,
    seed: u64,
    device: &Device,
) -> (Judge, f64) {
    let plain = device.clone();
    let device = device.clone().autodiff();
    device.seed(seed);
    let mut network = Judge::new(train.shape(), classes, &device);
    let mut optimiser = AdamConfig::new().init();
    let loss_of = CrossEntropyLossConfig::new().init(&device);
    let total = epochs * train.len();
    let rate = Rate {
        peak: 1e-3,
        warmup: 10 * BATCH,
        decay: total / 2,
        total,
    };
    let mut walk = Walk::new(train.len(), seed);
    let mut seen = 0;
    while seen < total {
        let numbers = walk.numbers(seen, BATCH);
        let logits = network.logits(network.features(train.batch(&numbers, &device)));
        let loss = loss_of.forward(logits, train.classes(&numbers, &device));
        if (seen / BATCH).is_multiple_of(100) {
            let loss: f32 = loss.clone().inner().into_scalar();
            println!("judge: {seen:>7} of {total} images  loss {loss:.4}");
        }
        let gradients = GradientsParams::from_grads(loss.backward(), &network);
        network = optimiser.step(rate.at(seen), network, gradients);
        seen += BATCH;
    }
    let network = network.valid();
    let accuracy = accuracy(&network, test, &plain);
    (network, accuracy)
}

/// Share of a data set that a judge classifies right.
pub fn accuracy(network: &Judge, images: &Images, device: &Device) -> f64 {
    let all: Vec<usize> = (0..images.len()).collect();
    judge(network, batches(images, &all, device)).accuracy(all.iter().map(|&i| images.label(i)))
}

/// Writes a judge as f16 safetensors.
///
/// # Errors
/// When the file cannot be written.
pub fn save(network: &Judge, path: &Path) -> Result<(), Error> {
    let mut store = SafetensorsStore::from_bytes(None).with_to_adapter(HalfPrecisionAdapter::new());
    let failed = |error: burn_store::SafetensorsStoreError| Error::Checkpoint {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    network.save_into(&mut store).map_err(failed)?;
    fs::write(path, store.get_bytes().map_err(failed)?).map_err(Error::write(path))
}

/// SHA-256 of a judge's file: distances by different judges are no figures of one table.
///
/// # Errors
/// When the file cannot be read.
pub fn digest(path: &Path) -> Result<String, Error> {
    Ok(sha256(&fs::read(path).map_err(Error::read(path))?))
}

/// Reads a judge.
///
/// # Errors
/// When the file cannot be read or is no judge for such images.
pub fn load(
    path: &Path,
    shape: [usize; 3],
    classes: usize,
    device: &Device,
) -> Result<Judge, Error> {
    let bytes = fs::read(path).map_err(Error::read(path))?;
    let mut store =
        SafetensorsStore::from_bytes(Some(bytes)).with_from_adapter(HalfPrecisionAdapter::new());
    let mut network = Judge::new(shape, classes, device);
    network
        .load_from(&mut store)
        .map_err(|error| Error::Checkpoint {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
    Ok(network)
}
