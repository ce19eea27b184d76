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
/// When the device was lost.
pub async fn values<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, JsError> {
    let data = tensor.into_data_async().await.map_err(super::js_error)?;
    data.try_into_vec::<f32>()
        .map_err(|error| JsError::new(&format!("{error:?}")))
}
