//! Where to compute: one flag for all backends that this build has.

use std::thread;

use burn::tensor::Device;

use unnoise::unet::{Composed, Operations};

use crate::error::Error;

/// Names of the backends that this build has, the fastest last.
fn built() -> Vec<&'static str> {
    let mut names = Vec::new();
    if cfg!(feature = "flex") {
        names.push("flex");
    }
    if cfg!(feature = "wgpu") {
        names.push("wgpu");
    }
    if cfg!(feature = "tch") {
        names.push("tch");
    }
    if cfg!(feature = "cuda") {
        names.push("cuda");
    }
    names
}

/// The device of that name, or the fastest one of this build.
///
/// # Errors
/// When this build has no such backend.
pub fn device(name: Option<&str>) -> Result<Device, Error> {
    let built = built();
    let asked = name.or(built.last().copied()).unwrap_or("flex");
    match asked {
        #[cfg(feature = "flex")]
        "flex" => Ok(Device::flex()),
        // burn calls the backend deprecated, since it has faster ones of its own on accelerators; on a CPU libtorch
        // still trains three times as fast as flex.
        #[cfg(feature = "tch")]
        #[allow(deprecated)]
        "tch" => Ok(Device::libtorch()),
        #[cfg(feature = "tch")]
        "tch-cuda" => crate::libtorch::cuda(),
        #[cfg(feature = "cuda")]
        "cuda" => Ok(Device::cuda(0)),
        #[cfg(feature = "wgpu")]
        "wgpu" => Ok(Device::wgpu(burn::tensor::DeviceKind::DefaultDevice)),
        _ => Err(Error::Device {
            asked: asked.to_owned(),
            built: built.join(", "),
        }),
    }
}

/// The fastest operations that `device` has; with `bf16` those whose convolutions round to bfloat16.
///
/// # Errors
/// When the device has no such convolutions.
pub fn operations(device: &Device, bf16: bool) -> Result<&'static dyn Operations, Error> {
    #[cfg(feature = "tch")]
    if crate::libtorch::is_on(device) {
        use crate::libtorch::Native;
        return Ok(if bf16 {
            &Native { bf16: true }
        } else {
            &Native { bf16: false }
        });
    }
    if bf16 {
        return Err(Error::Options(format!(
            "expected --device tch with --bf16, found {device:?}; leave --bf16 out, or rebuild with --features tch"
        )));
    }
    Ok(&Composed)
}

/// Threads that make samples fastest, a batch each: one, where a GPU may be what computes.
pub fn workers() -> usize {
    if cfg!(any(feature = "cuda", feature = "wgpu")) {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from)
}

/// Keeps a backend with threads of its own to the calling thread, which is one of several that share the processor.
pub fn share_processor() {
    #[cfg(feature = "tch")]
    crate::libtorch::compute_on_this_thread();
}
