//! From tensors to typed arrays.

use burn::tensor::Tensor;
use js_sys::Float32Array;
use wasm_bindgen::JsError;

/// The numbers of a tensor, in order, as an array of their own that can be transferred.
///
/// # Errors
/// When the device was lost.
pub async fn read<const D: usize>(tensor: Tensor<D>) -> Result<Float32Array, JsError> {
    let values = values(tensor).await?;
    Ok(Float32Array::from(values.as_slice()))
}

/// The numbers of a tensor, in order.
///
/// # Errors
/// When the device was lost, or a number is none: then what went in was too large for f32, whose largest is 3.4e38.
pub async fn values<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, JsError> {
    let data = tensor.into_data_async().await.map_err(super::js_error)?;
    let values = data
        .try_into_vec::<f32>()
        .map_err(|error| JsError::new(&format!("{error:?}")))?;
    if let Some(found) = values.iter().find(|value| !value.is_finite()) {
        return Err(JsError::new(&format!(
            "expected finite numbers as the result, found {found}: what went in leaves the range of 32-bit numbers on the way; use smaller ones"
        )));
    }
    Ok(values)
}
