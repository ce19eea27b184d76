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

/// Panics end up in the console with their message; they are our bugs, never the reader's.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// The one way in which errors of the crate reach JavaScript: an `Error` with the sentence.
fn js_error(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}
