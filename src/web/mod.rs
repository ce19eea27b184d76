//! The bindings that the page's workers call: plain objects in, promises of plain objects out.
//!
//! [`engine`](WebEngine) owns a model on its device. There only [`read`] waits for a tensor, asynchronously: a browser's main loop has
//! to run before a GPU buffer can be mapped. `exact` is the theory, at once.

#[cfg(feature = "engine")]
mod device;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "exact")]
mod exact;
#[cfg(feature = "engine")]
mod options;
#[cfg(feature = "engine")]
mod read;
#[cfg(feature = "engine")]
mod run;

#[cfg(feature = "engine")]
pub use device::open_device;
#[cfg(feature = "engine")]
pub use engine::{WebEngine, schedule_tables};
#[cfg(feature = "exact")]
pub use exact::{WebLinearVae, WebMixture, WebNetwork, WebTraining};
#[cfg(feature = "engine")]
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
