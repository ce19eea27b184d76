//! The exact theory in JavaScript: a mixture and its kernels, the weights of losses, a network in training, a linear VAE.
//!
//! `www/exact` checks the kinds of all options; ranges are checked here, by the crate, and its sentences are what the reader gets.

mod mixture;
mod training;
mod vae;

pub use mixture::WebMixture;
pub use training::{WebNetwork, WebTraining};
pub use vae::WebLinearVae;

use js_sys::{Float64Array, Object, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::js_error;
use crate::exact::mixture::Point;

/// A plain object as what it stands for.
fn parse<T: DeserializeOwned>(options: &JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(options.clone()).map_err(js_error)
}

/// An object of named values.
fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &JsValue::from_str(name), &value)
            .expect("a fresh object takes any property");
    }
    object.into()
}

fn array(values: &[f64]) -> JsValue {
    Float64Array::from(values).into()
}

/// Points one after the other: `[n·d]`.
fn flat(points: impl IntoIterator<Item = Point>, dimension: usize) -> Vec<f64> {
    points
        .into_iter()
        .flat_map(|point| point.into_iter().take(dimension))
        .collect()
}
