//! A job in JavaScript.

use std::cell::RefCell;

use futures_lite::future::zip;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::js_error;
use super::read::{read, values};
use crate::engine::{Frame, Job};
use crate::error::Error;

/// Whether a step is only queued when it is taken: then the next one is, before the last is read, and a GPU never waits.
const QUEUES: bool = cfg!(feature = "webgpu");

/// One call in progress. Ends when it is dropped; between two calls of [`Run::next`] at most one step is under way.
#[wasm_bindgen]
pub struct Run {
    job: RefCell<Job>,
    /// The step that was queued ahead.
    ahead: RefCell<Option<Result<Option<Frame>, Error>>>,
    /// Channels, height, width.
    shape: [usize; 3],
}

impl Run {
    pub(super) fn new(job: Job, shape: [usize; 3]) -> Self {
        Self {
            job: RefCell::new(job),
            ahead: RefCell::new(None),
            shape,
        }
    }

    fn queue_next(&self, more: bool) {
        if QUEUES && more {
            let step = self.job.borrow_mut().step();
            self.ahead.replace(Some(step));
        }
    }
}

#[wasm_bindgen]
impl Run {
    /// Takes one step: `{index, of, t, alphaBar, xt?, x0?}`, or `undefined` after the last.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn next(&self) -> Result<JsValue, JsError> {
        // The borrows end before anything is awaited.
        let queued = self.ahead.borrow_mut().take();
        let step = queued.unwrap_or_else(|| self.job.borrow_mut().step());
        let Some(frame) = step.map_err(js_error)? else {
            return Ok(JsValue::UNDEFINED);
        };
        let Frame {
            index,
            of,
            t,
            alpha_bar,
            images,
        } = frame;
        let object = Object::new();
        set(&object, "index", index as f64);
        set(&object, "of", of as f64);
        set(&object, "t", t as f64);
        set(&object, "alphaBar", alpha_bar);
        let last = self.job.borrow().latest();
        let seen = async {
            if let Some((xt, x0)) = images {
                let (xt, x0) = zip(read(xt), read(x0)).await;
                set(&object, "xt", xt?);
                set(&object, "x0", x0?);
            } else {
                // Waits for the step, so that cancelling and progress keep pace with the device.
                values(last.slice([0..1, 0..1, 0..1, 0..1])).await?;
            }
            Ok(())
        };
        // Reading is begun before the next step is queued, and waited for after that.
        let (seen, ()) = zip(seen, async { self.queue_next(index + 1 < of) }).await;
        seen.map(|()| object.into())
    }

    /// What the job made, complete after the last step: `{images?, image?, latents, latent, mse?, count, channels,
    /// height, width}`, the names that the contract has for it.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn result(&self) -> Result<JsValue, JsError> {
        let outcome = self.job.borrow().outcome();
        let object = Object::new();
        let [channels, height, width] = self.shape;
        set(&object, "count", outcome.latents.dims()[0] as f64);
        set(&object, "channels", channels as f64);
        set(&object, "height", height as f64);
        set(&object, "width", width as f64);
        let latents = read(outcome.latents).await?;
        if let Some(error) = outcome.error {
            let errors = values(error).await?;
            let mean = errors.iter().sum::<f32>() as f64 / errors.len() as f64;
            let each: Array = errors
                .iter()
                .map(|&e| JsValue::from_f64(e as f64))
                .collect();
            set(&object, "mse", mean);
            set(&object, "mseEach", each);
            set(&object, "latent", latents);
            if let Some(images) = outcome.images {
                set(&object, "image", read(images).await?);
            }
        } else if let Some(images) = outcome.images {
            set(&object, "images", read(images).await?);
            set(&object, "latents", latents);
        } else {
            set(&object, "latent", latents);
        }
        Ok(object.into())
    }
}

/// Sets a property of an object made here, which cannot fail.
pub(super) fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &JsValue::from_str(name), &value.into())
        .expect("a fresh object takes any property");
}
