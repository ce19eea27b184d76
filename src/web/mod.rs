//! The binding that `www/worker` calls: plain objects in, promises of plain objects out. It owns its device.
//!
//! Only [`read`] waits for a tensor, asynchronously: a browser's main loop has to run before a GPU buffer can be mapped.

mod device;
mod engine;
mod options;
mod read;
mod run;

pub use device::open_device;
pub use engine::{WebEngine, schedule_tables};
pub use run::Run;

use wasm_bindgen::prelude::*;

#[cfg(feature = "webgpu")]
unsafe extern "C" {
    /// Made by the linker: registers CubeCL's operations, some thousands of them.
    fn __wasm_call_ctors();
}

/// Panics end up in the console with their message; they are our bugs, never the reader's.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    // Where nothing calls the constructors, the linker makes every export call them first, those by which the glue keeps a
    // JavaScript object too. That took nine tenths of a network call.
    #[cfg(feature = "webgpu")]
    // SAFETY: called once, before anything else, as the documentation of `inventory` asks.
    unsafe {
        __wasm_call_ctors();
    }
}

/// The one way in which errors of the crate reach JavaScript: an `Error` with the sentence.
fn js_error(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}
