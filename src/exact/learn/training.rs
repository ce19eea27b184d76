//! DDPM's algorithm 1 on a mixture: draw x₀, t and ε, step down the gradient of the squared error.

use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};
use serde::Deserialize;

use super::floor::floor;
use super::network::{Network, values};
use crate::exact::error::{ExactError, number};
use crate::exact::field::{Field, Reading};
use crate::exact::mixture::{Mixture, Point};
use crate::noise::{NoiseStream, standard_normal};

/// Points of an update.
const BATCH: usize = 256;
/// Points on which the distance to the exact field is measured.
const PROBES: usize = 4096;
/// Components that the floor and the probes are worth computing for.
const MOST_COMPONENTS: usize = 100;
/// The most levels that the floor is averaged over.
const LEVELS: usize = 200;

/// What the network is trained to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// ε (DDPM).
    #[default]
    Epsilon,
    /// x₀.
    X0,
    /// v = √ᾱ ε − √(1−ᾱ) x₀ (Salimans and Ho 2022).
    V,
}

impl Target {
    /// Its conditional mean given xₜ, the best that a network can say.
    pub fn of(self, reading: &Reading) -> Point {
        match self {
            Self::Epsilon => reading.epsilon,
            Self::X0 => reading.x0,
            Self::V => reading.v,
        }
    }

    /// Itself, of one draw.
    fn drawn(self, x0: f64, epsilon: f64, alpha_bar: f64) -> f64 {
        match self {
            Self::Epsilon => epsilon,
            Self::X0 => x0,
            Self::V => alpha_bar.sqrt() * epsilon - (1.0 - alpha_bar).sqrt() * x0,
        }
    }
}

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct TrainingConfig {
    /// Units of a hidden layer, 1 … 256.
    pub width: usize,
    /// Updates in all; the learning rate falls to 0 along half a cosine.
    pub steps: usize,
    /// Learning rate of the first update.
    pub rate: f64,
    /// What the network says.
    pub target: Target,
    /// Seed of weights and draws.
    pub seed: u64,
}

/// A training that is under way.
pub struct Training {
    data: Mixture,
    alpha_bars: Vec<f64>,
    config: TrainingConfig,
    device: Device,
    network: Network,
    optimiser: ModuleOptimizer,
    step: usize,
    floor: f64,
    probes: Batch,
}

/// Points, their times, and what is to be said of them.
struct Batch {
    x: Tensor<2>,
    times: Tensor<1>,
    target: Tensor<2>,
}

impl Training {
    /// Fresh weights for `data`, noised to the levels `alpha_bars` of t = 0 … T−1.
    ///
    /// # Errors
    /// [`ExactError::Number`] unless 1 ≤ width ≤ 256, 1 ≤ steps ≤ 10⁶ and 0 < rate ≤ 1, [`ExactError::Components`] for more than 100
    /// components, and those of [`floor`].
    pub fn new(
        data: &Mixture,
        alpha_bars: &[f64],
        config: TrainingConfig,
    ) -> Result<Self, ExactError> {
        let count = |name, expected, found: usize, most: usize| {
            number(name, expected, found as f64, |_| {
                (1..=most).contains(&found)
            })
        };
        count("width", "an integer from 1 to 256", config.width, 256)?;
        count(
            "steps",
            "an integer from 1 to 1000000",
            config.steps,
            1_000_000,
        )?;
        number("rate", "above 0 and at most 1", config.rate, |rate| {
            rate > 0.0 && rate <= 1.0
        })?;
        if data.parts().len() > MOST_COMPONENTS {
            return Err(ExactError::Components {
                most: MOST_COMPONENTS,
                found: data.parts().len(),
            });
        }
        // Of many levels, those in the middle of equal stretches.
        let most = alpha_bars.len().min(LEVELS);
        let level = |i: usize| alpha_bars[(2 * i + 1) * alpha_bars.len() / (2 * most)];
        let levels: Vec<f64> = (0..most).map(level).collect();
        let floor = floor(data, &levels, config.target)?;
        let device = Device::flex();
        let learning = device.clone().autodiff();
        let network = Network::new(data.dimension(), config.width, config.seed, &learning);
        let mut training = Self {
            data: data.clone(),
            alpha_bars: alpha_bars.to_vec(),
            config,
            network,
            optimiser: AdamConfig::new().init(),
            step: 0,
            floor,
            probes: Batch {
                x: Tensor::zeros([1, 1], &device),
                times: Tensor::zeros([1], &device),
                target: Tensor::zeros([1, 1], &device),
            },
            device: learning,
        };
        training.probes = training.probes(&device)?;
        Ok(training)
    }

    /// One update: the batch's mean squared error, or `None` when all steps are taken.
    ///
    /// # Errors
    /// [`ExactError::Number`] when the loss is no longer finite: the learning rate is too high.
    pub fn step(&mut self) -> Result<Option<f64>, ExactError> {
        if self.step == self.config.steps {
            return Ok(None);
        }
        let batch = self.batch();
        let error = self.network.forward(batch.x, batch.times) - batch.target;
        let loss = error.square().mean();
        let value = f64::from(values(loss.clone())[0]);
        number("rate", "low enough for a finite loss", value, |_| true)?;
        let gradients = GradientsParams::from_grads(loss.backward(), &self.network);
        let share = self.step as f64 / self.config.steps as f64;
        let rate = 0.5 * self.config.rate * (1.0 + (core::f64::consts::PI * share).cos());
        self.network = self.optimiser.step(rate, self.network.clone(), gradients);
        self.step += 1;
        Ok(Some(value))
    }

    /// Updates so far.
    pub fn steps(&self) -> usize {
        self.step
    }

    /// The loss that no network can be below; see [`floor`].
    pub fn floor(&self) -> f64 {
        self.floor
    }

    /// The loss of the network as it is, over all of the data and the noise: the floor, and beside it the mean squared distance of
    /// its output to the exact field on 4096 points. (The error to the conditional mean and what is left of the target are
    /// uncorrelated, so the two add up.)
    pub fn loss(&self) -> f64 {
        let network = self.network.valid();
        let Batch { x, times, target } = &self.probes;
        let error = network.forward(x.clone(), times.clone()) - target.clone();
        self.floor + f64::from(values(error.square().mean())[0])
    }

    /// Its weights; see [`Network::weights`].
    pub fn weights(&self) -> Vec<f32> {
        self.network.weights()
    }

    /// The draws of this step: x₀ ~ the data, t one in each of 256 equal stretches, ε ~ N(0, I).
    fn batch(&self) -> Batch {
        let d = self.data.dimension();
        let mut z = vec![0.0; BATCH * 6];
        let (seed, steps) = (self.config.seed, self.alpha_bars.len());
        standard_normal(seed, NoiseStream::Forward, 1, self.step, &mut z);
        let (mut x, mut target, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for (i, z) in z.chunks_exact(6).enumerate() {
            // A fresh place in the i-th stretch for each step.
            let place = (i as f64 + golden(self.step, i)) / BATCH as f64;
            let t = ((place * steps as f64) as usize).min(steps - 1);
            let alpha_bar = self.alpha_bars[t];
            let x0 = self.data.draw([z[0], z[1], z[2], z[3]]);
            for axis in 0..d {
                let epsilon = f64::from(z[4 + axis]);
                let noised = alpha_bar.sqrt() * x0[axis] + (1.0 - alpha_bar).sqrt() * epsilon;
                x.push(noised as f32);
                target.push(self.config.target.drawn(x0[axis], epsilon, alpha_bar) as f32);
            }
            times.push(Network::time(t, steps));
        }
        self.tensors(x, target, times, &self.device)
    }

    /// Draws on which the field is known.
    fn probes(&self, device: &Device) -> Result<Batch, ExactError> {
        let d = self.data.dimension();
        let (steps, mut z) = (self.alpha_bars.len(), vec![0.0; 6]);
        let (mut x, mut target, mut times) = (Vec::new(), Vec::new(), Vec::new());
        let mut field = Field::new(&self.data, self.alpha_bars[0])?;
        for i in 0..PROBES {
            let t = (2 * i + 1) * steps / (2 * PROBES);
            let alpha_bar = self.alpha_bars[t];
            if field.alpha_bar() != alpha_bar {
                field = Field::new(&self.data, alpha_bar)?;
            }
            standard_normal(self.config.seed, NoiseStream::Forward, 2, i, &mut z);
            let x0 = self.data.draw([z[0], z[1], z[2], z[3]]);
            let noised = [0, 1].map(|axis| {
                alpha_bar.sqrt() * x0[axis] + (1.0 - alpha_bar).sqrt() * f64::from(z[4 + axis])
            });
            let best = self.config.target.of(&field.at(noised));
            x.extend(noised[..d].iter().map(|&x| x as f32));
            target.extend(best[..d].iter().map(|&x| x as f32));
            times.push(Network::time(t, steps));
        }
        Ok(self.tensors(x, target, times, device))
    }

    fn tensors(&self, x: Vec<f32>, target: Vec<f32>, times: Vec<f32>, device: &Device) -> Batch {
        let shape = [times.len(), self.data.dimension()];
        let count = times.len();
        Batch {
            x: Tensor::from_data(TensorData::new(x, shape), device),
            times: Tensor::from_data(TensorData::new(times, [count]), device),
            target: Tensor::from_data(TensorData::new(target, shape), device),
        }
    }
}

/// Numbers in [0, 1) that fill it evenly, over steps and over places: multiples of the golden ratio and of √2.
fn golden(step: usize, place: usize) -> f64 {
    (step as f64 * 0.618_033_988_749_894_8 + place as f64 * core::f64::consts::SQRT_2).fract()
}
