//! The network: three hidden layers on the point and the sinusoids of its timestep.

use burn::module::{Initializer, Module, Param};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Tensor, TensorData};

use crate::exact::error::{ExactError, finite, length};
use crate::noise::{NoiseStream, standard_normal};
use crate::unet::embedding::sinusoidal;

/// Sinusoids of the timestep.
const TIME: usize = 32;
/// Hidden layers.
const HIDDEN: usize = 3;
/// What the sinusoids count in: as if T were this, whatever it is.
const STEPS: f64 = 1000.0;

/// (xₜ, t) → ε̂, x̂₀ or v̂: `[B, d]` and `[B]` → `[B, d]`.
#[derive(Module, Debug)]
pub struct Network {
    layers: Vec<Linear>,
}

impl Network {
    /// Fresh weights that follow from the seed: N(0, 1/inputs) within, 0 in the last layer. `width` units in each hidden layer.
    pub fn new(dimension: usize, width: usize, seed: u64, device: &Device) -> Self {
        let sizes = sizes(dimension, width);
        let layers = sizes.windows(2).enumerate().map(|(i, pair)| {
            let (inputs, outputs) = (pair[0], pair[1]);
            let mut weights = vec![0.0; inputs * outputs];
            if i < HIDDEN {
                standard_normal(seed, NoiseStream::Latent, 1 + i, 0, &mut weights);
                let scale = (inputs as f32).sqrt().recip();
                weights.iter_mut().for_each(|w| *w *= scale);
            }
            layer(inputs, outputs, weights, vec![0.0; outputs], device)
        });
        Self {
            layers: layers.collect(),
        }
    }

    /// The network of weights that [`Network::weights`] gave.
    ///
    /// # Errors
    /// [`ExactError::Length`] for another number of them, [`ExactError::Number`] for one that is not finite.
    pub fn from_weights(
        dimension: usize,
        width: usize,
        weights: &[f32],
        device: &Device,
    ) -> Result<Self, ExactError> {
        let sizes = sizes(dimension, width);
        let count = sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        length("weights", count, weights.len())?;
        let doubles: Vec<f64> = weights.iter().map(|&w| f64::from(w)).collect();
        finite("weights", &doubles)?;
        let mut rest = weights;
        let mut take = |count: usize| {
            let (taken, left) = rest.split_at(count);
            rest = left;
            taken.to_vec()
        };
        let layers = sizes.windows(2).map(|pair| {
            let (weights, bias) = (take(pair[0] * pair[1]), take(pair[1]));
            layer(pair[0], pair[1], weights, bias, device)
        });
        Ok(Self {
            layers: layers.collect(),
        })
    }

    /// All weights, layer by layer: a matrix [inputs, outputs] and its bias.
    pub fn weights(&self) -> Vec<f32> {
        let mut all = Vec::new();
        for layer in &self.layers {
            all.extend(values(layer.weight.val()));
            let bias = layer.bias.as_ref().expect("every layer has a bias");
            all.extend(values(bias.val()));
        }
        all
    }

    /// # Shapes
    /// - `x`: `[B, d]`
    /// - `times`: `[B]`, from [`Network::time`]
    /// - output: `[B, d]`
    pub fn forward(&self, x: Tensor<2>, times: Tensor<1>) -> Tensor<2> {
        let mut hidden = Tensor::cat(vec![x, sinusoidal(times, TIME)], 1);
        for (i, layer) in self.layers.iter().enumerate() {
            hidden = layer.forward(hidden);
            if i < HIDDEN {
                hidden = silu(hidden);
            }
        }
        hidden
    }

    /// The output at points `x` (`[n·d]`) at one t of T = `steps`: `[n·d]`.
    pub fn at(&self, x: &[f64], dimension: usize, t: usize, steps: usize) -> Vec<f64> {
        let device = self.layers[0].weight.device();
        let n = x.len() / dimension;
        let x: Vec<f32> = x.iter().map(|&x| x as f32).collect();
        let times = vec![Self::time(t, steps); n];
        let x = Tensor::from_data(TensorData::new(x, [n, dimension]), &device);
        let times = Tensor::from_data(TensorData::new(times, [n]), &device);
        values(self.forward(x, times))
            .into_iter()
            .map(f64::from)
            .collect()
    }

    /// What [`Network::forward`] is told of timestep t of T = `steps`.
    pub fn time(t: usize, steps: usize) -> f32 {
        (t as f64 * STEPS / steps as f64) as f32
    }
}

/// Widths of the layers' ends.
fn sizes(dimension: usize, width: usize) -> Vec<usize> {
    let mut sizes = vec![dimension + TIME];
    sizes.extend([width; HIDDEN]);
    sizes.push(dimension);
    sizes
}

fn layer(
    inputs: usize,
    outputs: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
    device: &Device,
) -> Linear {
    let mut linear = LinearConfig::new(inputs, outputs)
        .with_initializer(Initializer::Zeros)
        .init(device);
    let weights = TensorData::new(weights, [inputs, outputs]);
    let bias = TensorData::new(bias, [outputs]);
    linear.weight = Param::from_tensor(Tensor::from_data(weights, device));
    linear.bias = Some(Param::from_tensor(Tensor::from_data(bias, device)));
    linear
}

/// Numbers of a tensor on the CPU, which are there at once.
pub(super) fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.inner().into_data();
    data.try_into_vec().expect("tensors here are f32")
}
