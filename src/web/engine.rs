//! The engine in JavaScript.

use js_sys::{Float64Array, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::device::open_device;
use super::js_error;
use super::options::{endpoint, field, floats, parse, timesteps, without};
use super::read::{read, values};
use super::run::{Run, set};
use crate::engine::{
    BoundOptions, EncodeOptions, Engine, InterpolateOptions, Job, NoiseOptions, PredictOptions,
    StepNoiseOptions,
};
use crate::error::Error;
use crate::model::{Manifest, Model};
use crate::schedule::{Schedule, ScheduleConfig};

/// One model on the device of this bundle.
#[wasm_bindgen(js_name = Engine)]
pub struct WebEngine {
    engine: Engine,
    adapter: Option<String>,
}

#[wasm_bindgen(js_class = Engine)]
impl WebEngine {
    /// Opens the device and puts a model on it.
    ///
    /// # Errors
    /// When there is no device, or description and weights do not fit together.
    pub async fn load(manifest: &str, weights: Vec<u8>) -> Result<WebEngine, JsError> {
        let manifest = Manifest::from_json(manifest).map_err(js_error)?;
        let open = open_device().await?;
        let model = Model::load(&manifest, weights, &open.device).map_err(js_error)?;
        Ok(Self {
            engine: Engine::new(model),
            adapter: open.adapter,
        })
    }

    /// `{parameters, width, height, channels, trainSteps, schedule, labels, adapter}`.
    ///
    /// # Errors
    /// When the description cannot be turned into an object.
    #[wasm_bindgen(getter)]
    pub fn info(&self) -> Result<JsValue, JsError> {
        let model = self.engine.model();
        let config = model.config();
        let [channels, height, width] = model.image_shape();
        let object = Object::new();
        set(&object, "parameters", model.parameters() as f64);
        set(&object, "width", width as f64);
        set(&object, "height", height as f64);
        set(&object, "channels", channels as f64);
        set(&object, "trainSteps", model.schedule().steps() as f64);
        let names = config.labels.first().map(|kind| kind.classes.as_slice());
        set(&object, "labels", to_js(names.unwrap_or_default())?);
        set(&object, "schedule", to_js(&config.schedule)?);
        set(
            &object,
            "adapter",
            self.adapter.clone().map_or(JsValue::NULL, JsValue::from),
        );
        Ok(object.into())
    }

    /// Compiles the kernels that a batch of `batch` images needs, and gives the milliseconds that one network call takes
    /// after that.
    ///
    /// # Errors
    /// When the device was lost.
    #[wasm_bindgen(js_name = warmUp)]
    pub async fn warm_up(&self, batch: usize) -> Result<f64, JsError> {
        let model = self.engine.model();
        let [c, h, w] = model.image_shape();
        let options = PredictOptions {
            image: vec![0.0; batch.max(1) * c * h * w],
            t: vec![model.schedule().steps() - 1],
            label: None,
            guidance: 1.0,
        };
        let mut best = f64::INFINITY;
        // The first call compiles, the second and third are timed: the better is the one that nothing disturbed.
        for call in 0..3 {
            let began = now();
            let (noise, _) = self.engine.predict(&options).map_err(js_error)?;
            values(noise).await?;
            if call > 0 {
                best = best.min(now() - began);
            }
        }
        Ok(best)
    }

    /// # Errors
    /// When an option is out of range.
    pub fn sample(&self, options: &JsValue) -> Result<Run, JsError> {
        self.run(self.engine.sample(&parse(options)?))
    }

    /// # Errors
    /// When an option is out of range.
    pub fn interpolate(&self, options: &JsValue) -> Result<Run, JsError> {
        let parsed = InterpolateOptions {
            from: endpoint(options, "from")?,
            to: endpoint(options, "to")?,
            ..parse(&without(options, &["from", "to"]))?
        };
        self.run(self.engine.interpolate(&parsed))
    }

    /// # Errors
    /// When an option is out of range.
    pub fn encode(&self, options: &JsValue) -> Result<Run, JsError> {
        self.run(self.engine.encode(&encode_options(options)?))
    }

    /// # Errors
    /// When an option is out of range.
    pub fn reconstruct(&self, options: &JsValue) -> Result<Run, JsError> {
        self.run(self.engine.reconstruct(&encode_options(options)?))
    }

    /// `{xt, noise, alphaBar, snr}`; the last two are lists where `t` is one.
    ///
    /// # Errors
    /// When an option is out of range.
    #[wasm_bindgen(js_name = forwardNoise)]
    pub async fn forward_noise(&self, options: JsValue) -> Result<JsValue, JsError> {
        let noised = self
            .engine
            .forward_noise(&NoiseOptions {
                image: floats(&options, "image")?,
                t: timesteps(&options)?,
                seed: parse(&field(&options, "seed"))?,
            })
            .map_err(js_error)?;
        let object = Object::new();
        let one = field(&options, "t").as_f64().is_some();
        let numbers = |list: &[f64]| match list {
            [first, ..] if one => JsValue::from_f64(*first),
            list => Float64Array::from(list).into(),
        };
        set(&object, "alphaBar", numbers(&noised.alpha_bar));
        set(&object, "snr", numbers(&noised.snr));
        set(&object, "xt", read(noised.xt).await?);
        set(&object, "noise", read(noised.noise).await?);
        Ok(object.into())
    }

    /// `{noise}`.
    ///
    /// # Errors
    /// When an option is out of range.
    #[wasm_bindgen(js_name = stepNoise)]
    pub async fn step_noise(&self, options: JsValue) -> Result<JsValue, JsError> {
        let parsed: StepNoiseOptions = parse(&options)?;
        let noise = self.engine.step_noise(&parsed).map_err(js_error)?;
        let object = Object::new();
        set(&object, "noise", read(noise).await?);
        Ok(object.into())
    }

    /// `{noise, x0}`.
    ///
    /// # Errors
    /// When an option is out of range.
    pub async fn predict(&self, options: JsValue) -> Result<JsValue, JsError> {
        let parsed = PredictOptions {
            image: floats(&options, "image")?,
            t: timesteps(&options)?,
            ..parse(&options)?
        };
        let (noise, x0) = self.engine.predict(&parsed).map_err(js_error)?;
        let object = Object::new();
        set(&object, "noise", read(noise).await?);
        set(&object, "x0", read(x0).await?);
        Ok(object.into())
    }

    /// `{prior, bits, x0}`.
    ///
    /// # Errors
    /// When an option is out of range.
    pub async fn bound(&self, options: JsValue) -> Result<JsValue, JsError> {
        let parsed = BoundOptions {
            image: floats(&options, "image")?,
            t: timesteps(&options)?,
            ..parse(&options)?
        };
        let bounded = self.engine.bound(&parsed).map_err(js_error)?;
        let object = Object::new();
        let prior = values(bounded.prior).await?;
        set(&object, "prior", f64::from(prior[0]));
        let bits: Vec<f64> = values(bounded.terms)
            .await?
            .into_iter()
            .map(f64::from)
            .collect();
        set(&object, "bits", Float64Array::from(bits.as_slice()));
        set(&object, "x0", read(bounded.x0).await?);
        Ok(object.into())
    }

    fn run(&self, job: Result<Job, Error>) -> Result<Run, JsError> {
        let job = job.map_err(js_error)?;
        Ok(Run::new(job, self.engine.model().image_shape()))
    }
}

/// Tables of a schedule, `{beta, alphaBar, snr, posteriorVariance}`; `config` is `{kind, steps, beta_start?, beta_end?}`.
///
/// # Errors
/// When the config is no schedule.
#[wasm_bindgen(js_name = scheduleTables)]
pub fn schedule_tables(config: &JsValue) -> Result<JsValue, JsError> {
    let config: ScheduleConfig = parse(config)?;
    let schedule = Schedule::new(&config).map_err(js_error)?;
    let object = Object::new();
    let table = |values: &[f64]| Float64Array::from(values);
    set(&object, "beta", table(schedule.betas()));
    set(&object, "alphaBar", table(schedule.alpha_bars()));
    set(&object, "snr", table(schedule.snrs()));
    set(
        &object,
        "posteriorVariance",
        table(schedule.posterior_variances()),
    );
    Ok(object.into())
}

fn encode_options(options: &JsValue) -> Result<EncodeOptions, JsError> {
    Ok(EncodeOptions {
        image: floats(options, "image")?,
        ..parse(options)?
    })
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(js_error)
}

/// Milliseconds: of the worker's monotonic clock, or of the wall clock where this runs outside a worker.
fn now() -> f64 {
    js_sys::global()
        .dyn_into::<web_sys::WorkerGlobalScope>()
        .ok()
        .and_then(|scope| scope.performance())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}
