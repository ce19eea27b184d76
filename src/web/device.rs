//! The device of this bundle.

use burn::tensor::Device;
use wasm_bindgen::JsError;

/// A device, and the name of its adapter where it is a GPU.
#[derive(Debug, Clone)]
pub struct OpenDevice {
    /// burn's device.
    pub device: Device,
    /// What the browser calls the adapter, where it says.
    pub adapter: Option<String>,
}

/// The WebGPU device, made on the first call and shared by all later ones: burn keeps one runtime for each device.
///
/// # Errors
/// When the browser grants no adapter or no device.
#[cfg(feature = "webgpu")]
pub async fn open_device() -> Result<OpenDevice, JsError> {
    use std::cell::RefCell;
    use std::sync::Once;

    unsafe extern "C" {
        /// Made by the linker: registers CubeCL's operations, some thousands of them.
        fn __wasm_call_ctors();
    }
    static CONSTRUCTED: Once = Once::new();
    thread_local! {
        static OPEN: RefCell<Option<OpenDevice>> = const { RefCell::new(None) };
    }
    // Where nothing calls the constructors, the linker makes every export call them first, those by which the glue keeps a
    // JavaScript object too. That took nine tenths of a network call.
    // SAFETY: called once, and before CubeCL is used, as the documentation of `inventory` asks.
    CONSTRUCTED.call_once(|| unsafe { __wasm_call_ctors() });
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let (device, setup): (Device, burn_wgpu::WgpuSetup) = Device::wgpu_options()
        .init_with_setup_async()
        .await
        .map_err(super::js_error)?;
    let info: wgpu::AdapterInfo = setup.adapter.get_info();
    let open = OpenDevice {
        device,
        adapter: (!info.name.is_empty()).then_some(info.name),
    };
    OPEN.set(Some(open.clone()));
    Ok(open)
}

/// The CPU.
///
/// # Errors
/// None; the signature is the one of the WebGPU bundle.
#[cfg(not(feature = "webgpu"))]
pub async fn open_device() -> Result<OpenDevice, JsError> {
    Ok(OpenDevice {
        device: Device::flex(),
        adapter: None,
    })
}
