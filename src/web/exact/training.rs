//! A network in training, and one that was trained, in JavaScript.

use burn::tensor::Device;
use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::mixture::WebMixture;
use super::{array, object, parse};
use crate::exact::field::{epsilon_from_v, epsilon_from_x0, x0_from_epsilon};
use crate::exact::learn::{Network, Target, Training, TrainingConfig};
use crate::web::js_error;

/// A training that is under way, a call for some steps of it.
#[wasm_bindgen(js_name = Training)]
pub struct WebTraining {
    training: Training,
}

#[wasm_bindgen(js_class = Training)]
impl WebTraining {
    /// On a mixture, by `{width, steps, rate, target, seed}`.
    ///
    /// # Errors
    /// When a setting is out of range.
    #[wasm_bindgen(constructor)]
    pub fn new(mixture: &WebMixture, config: &JsValue) -> Result<WebTraining, JsError> {
        let config: TrainingConfig = parse(config)?;
        let training = Training::new(&mixture.data, mixture.schedule.alpha_bars(), config);
        Ok(Self {
            training: training.map_err(js_error)?,
        })
    }

    /// The loss that no network can be below.
    #[wasm_bindgen(getter)]
    pub fn floor(&self) -> f64 {
        self.training.floor()
    }

    /// Updates so far.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> usize {
        self.training.steps()
    }

    /// Takes `count` steps, or those that are left: the mean of their losses, `undefined` where there are none.
    ///
    /// # Errors
    /// When the loss is no longer finite.
    pub fn advance(&mut self, count: usize) -> Result<Option<f64>, JsError> {
        let (mut sum, mut taken) = (0.0, 0);
        while taken < count {
            let Some(loss) = self.training.step().map_err(js_error)? else {
                break;
            };
            sum += loss;
            taken += 1;
        }
        Ok((taken > 0).then(|| sum / taken as f64))
    }

    /// The loss over all of the data.
    pub fn loss(&self) -> f64 {
        self.training.loss()
    }

    /// All weights, for a `Network` anywhere.
    pub fn weights(&self) -> Float32Array {
        Float32Array::from(self.training.weights().as_slice())
    }
}

/// A trained network.
#[wasm_bindgen(js_name = Network)]
pub struct WebNetwork {
    network: Network,
    target: Target,
}

#[wasm_bindgen(js_class = Network)]
impl WebNetwork {
    /// Of the weights that `Training.weights` gave, and its config.
    ///
    /// # Errors
    /// When these are not weights of such a network.
    #[wasm_bindgen(constructor)]
    pub fn new(
        mixture: &WebMixture,
        config: &JsValue,
        weights: &[f32],
    ) -> Result<WebNetwork, JsError> {
        let config: TrainingConfig = parse(config)?;
        let dimension = mixture.data.dimension();
        let network = Network::from_weights(dimension, config.width, weights, &Device::flex());
        Ok(Self {
            network: network.map_err(js_error)?,
            target: config.target,
        })
    }

    /// What it says at points of a mixture's dimension: `{x0, noise, score}`, each `[n·d]`.
    ///
    /// # Errors
    /// When x is not of points or t is no timestep of the mixture's schedule.
    pub fn predict(&self, mixture: &WebMixture, x: &[f64], t: usize) -> Result<JsValue, JsError> {
        mixture.data.points(x).map_err(js_error)?;
        mixture.schedule.check(t).map_err(js_error)?;
        if x.is_empty() {
            let none = || array(&[]);
            return Ok(object([
                ("x0", none()),
                ("noise", none()),
                ("score", none()),
            ]));
        }
        let alpha_bar = mixture.schedule.alpha_bar(t);
        let said = self
            .network
            .at(x, mixture.data.dimension(), t, mixture.schedule.steps());
        let noise: Vec<f64> = x
            .iter()
            .zip(said)
            .map(|(&x, said)| match self.target {
                Target::Epsilon => said,
                Target::X0 => epsilon_from_x0(x, said, alpha_bar),
                Target::V => epsilon_from_v(x, said, alpha_bar),
            })
            .collect();
        let pairs = x.iter().zip(&noise);
        let x0: Vec<f64> = pairs
            .map(|(&x, &noise)| x0_from_epsilon(x, noise, alpha_bar))
            .collect();
        let scale = -(1.0 - alpha_bar).sqrt().recip();
        let score: Vec<f64> = noise.iter().map(|noise| scale * noise).collect();
        Ok(object([
            ("x0", array(&x0)),
            ("noise", array(&noise)),
            ("score", array(&score)),
        ]))
    }
}
