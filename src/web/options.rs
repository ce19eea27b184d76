//! From option objects to the engine's options. `www/lab/options.js` has checked them already; here they are only read.

use js_sys::{Float32Array, Object, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsError, JsValue};

use crate::engine::Endpoint;

/// A field of an options object; `undefined` where there is none.
pub fn field(options: &JsValue, name: &str) -> JsValue {
    Reflect::get(options, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Everything but the arrays of numbers.
///
/// # Errors
/// When a field is missing or of another type.
pub fn parse<T: DeserializeOwned>(options: &JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(options.clone())
        .map_err(|error| JsError::new(&format!("expected complete options, found: {error}")))
}

/// A copy without some fields: flattened options are read whole before it is known which of them are wanted, arrays of numbers too.
pub fn without(options: &JsValue, names: &[&str]) -> JsValue {
    let copy = Object::assign(&Object::new(), options.unchecked_ref());
    for name in names {
        Reflect::delete_property(&copy, &JsValue::from_str(name))
            .expect("a fresh object loses any property");
    }
    copy.into()
}

/// A field that is a `Float32Array`.
///
/// # Errors
/// When it is something else.
pub fn floats(options: &JsValue, name: &str) -> Result<Vec<f32>, JsError> {
    field(options, name)
        .dyn_into::<Float32Array>()
        .map(|array| array.to_vec())
        .map_err(|_| JsError::new(&format!("expected `{name}` to be a Float32Array")))
}

/// A field that is a timestep or a list of them.
///
/// # Errors
/// When it is something else.
pub fn timesteps(options: &JsValue) -> Result<Vec<usize>, JsError> {
    let t = field(options, "t");
    if t.as_f64().is_some() {
        return Ok(vec![parse(&t)?]);
    }
    parse(&t)
}

/// An end of an interpolation: `{seed}`, `{latent}` or `{image}`.
///
/// # Errors
/// When it is none of them.
pub fn endpoint(options: &JsValue, name: &str) -> Result<Endpoint, JsError> {
    let end = field(options, name);
    if !field(&end, "latent").is_undefined() {
        return Ok(Endpoint::Latent(floats(&end, "latent")?));
    }
    if !field(&end, "image").is_undefined() {
        return Ok(Endpoint::Image(floats(&end, "image")?));
    }
    Ok(Endpoint::Seed(parse(&field(&end, "seed"))?))
}
