//! A mixture in JavaScript, with the schedule whose timesteps it is noised to. Timestep −1 is clean data.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::{array, flat, object, parse};
use crate::exact::distance::Law;
use crate::exact::divergence::{self, Model};
use crate::exact::error::ExactError;
use crate::exact::field::Field;
use crate::exact::mixture::{Component, Mixture, Point};
use crate::exact::reverse::{Reverse, kl_to_gaussian};
use crate::exact::{ddim, fit, path, weights};
use crate::sampler::Method;
use crate::schedule::{Schedule, ScheduleConfig};
use crate::timesteps::{Spacing, timesteps};
use crate::web::js_error;

/// The most numbers of a run's paths.
const MOST_NUMBERS: f64 = 2e7;
/// The most evaluations of a component's density in a run.
const MOST_WORK: f64 = 2e8;

#[derive(Deserialize)]
struct RawComponent {
    weight: f64,
    mean: Vec<f64>,
    deviation: f64,
}

#[derive(Deserialize)]
struct Walk {
    #[serde(flatten)]
    method: Method,
    steps: usize,
    #[serde(default)]
    spacing: Spacing,
}

/// A Gaussian mixture and a schedule.
#[wasm_bindgen(js_name = Mixture)]
pub struct WebMixture {
    pub(super) data: Mixture,
    pub(super) schedule: Schedule,
}

#[wasm_bindgen(js_class = Mixture)]
impl WebMixture {
    /// Of `[{weight, mean, deviation}]` and a schedule's config.
    ///
    /// # Errors
    /// When there is no such mixture or schedule.
    #[wasm_bindgen(constructor)]
    pub fn new(components: &JsValue, schedule: &JsValue) -> Result<WebMixture, JsError> {
        let raw: Vec<RawComponent> = parse(components)?;
        let components = raw.into_iter().map(|raw| Component {
            weight: raw.weight,
            mean: raw.mean,
            deviation: raw.deviation,
        });
        let components: Vec<Component> = components.collect();
        let config: ScheduleConfig = parse(schedule)?;
        Ok(Self {
            data: Mixture::new(&components).map_err(js_error)?,
            schedule: Schedule::new(&config).map_err(js_error)?,
        })
    }

    /// 1 or 2.
    #[wasm_bindgen(getter)]
    pub fn dimension(&self) -> usize {
        self.data.dimension()
    }

    /// pₜ at points `[n·d]`: `[n]`.
    ///
    /// # Errors
    /// When x is not of points or t is no timestep.
    pub fn density(&self, x: &[f64], t: i32) -> Result<Vec<f64>, JsError> {
        let marginal = self.data.noised(self.level(t)?).map_err(js_error)?;
        let points = self.data.points(x).map_err(js_error)?;
        Ok(points.into_iter().map(|x| marginal.density(x)).collect())
    }

    /// `{x0, noise, v, score}` at points, each `[n·d]`.
    ///
    /// # Errors
    /// As for `density`.
    pub fn predict(&self, x: &[f64], t: i32) -> Result<JsValue, JsError> {
        let field = Field::new(&self.data, self.level(t)?).map_err(js_error)?;
        let points = self.data.points(x).map_err(js_error)?;
        let readings: Vec<_> = points.into_iter().map(|x| field.at(x)).collect();
        let d = self.data.dimension();
        let list = |of: fn(&crate::exact::field::Reading) -> Point| {
            array(&flat(readings.iter().map(of), d))
        };
        Ok(object([
            ("x0", list(|r| r.x0)),
            ("noise", list(|r| r.epsilon)),
            ("v", list(|r| r.v)),
            ("score", list(|r| r.score)),
        ]))
    }

    /// The true p(x_to | xₜ) at one x: `{weights, means, variance, mean, covariance, kl}`.
    ///
    /// # Errors
    /// As for `density`, and unless `to` is below t.
    pub fn reverse(&self, x: &[f64], t: i32, to: i32) -> Result<JsValue, JsError> {
        let x = self.one(x)?;
        let (noisy, clean) = (self.level(t)?, self.level(to)?);
        let reverse = Reverse::new(&self.data, noisy, clean).map_err(js_error)?;
        let kernel = reverse.kernel(x);
        let parts = kernel.parts();
        let d = kernel.dimension();
        let (mean, [xx, xy, yy]) = kernel.moments();
        let covariance = if d == 1 {
            vec![xx]
        } else {
            vec![xx, xy, xy, yy]
        };
        let weights: Vec<f64> = parts.iter().map(|part| part.weight).collect();
        let variance: Vec<f64> = parts.iter().map(|part| part.variance).collect();
        Ok(object([
            ("weights", array(&weights)),
            ("means", array(&flat(parts.iter().map(|part| part.mean), d))),
            ("variance", array(&variance)),
            ("mean", array(&mean[..d])),
            ("covariance", array(&covariance)),
            ("kl", kl_to_gaussian(&kernel).into()),
        ]))
    }

    /// KL(p(x_to | xₜ) ‖ its own Gaussian), averaged over all xₜ, in one dimension.
    ///
    /// # Errors
    /// In two dimensions, for too many components, and unless `to` is below t.
    pub fn gap(&self, t: i32, to: i32) -> Result<f64, JsError> {
        let (noisy, clean) = (self.level(t)?, self.level(to)?);
        let reverse = Reverse::new(&self.data, noisy, clean).map_err(js_error)?;
        reverse.mean_kl_to_gaussian().map_err(js_error)
    }

    /// q_σ(x_to | xₜ, x₀) at one point: `{mean, variance}`.
    ///
    /// # Errors
    /// Unless both are one point, `to` is below t and 0 ≤ η ≤ 1.
    pub fn posterior(
        &self,
        x0: &[f64],
        x: &[f64],
        t: i32,
        to: i32,
        eta: f64,
    ) -> Result<JsValue, JsError> {
        let (x0, x) = (self.one(x0)?, self.one(x)?);
        let (noisy, clean) = (self.level(t)?, self.level(to)?);
        let kernel = ddim::reverse(eta, noisy, clean).map_err(js_error)?;
        let mean = [0, 1].map(|axis| kernel.on_x0 * x0[axis] + kernel.on_x * x[axis]);
        Ok(object([
            ("mean", array(&mean[..self.data.dimension()])),
            ("variance", kernel.variance.into()),
            ("onX0", kernel.on_x0.into()),
            ("onX", kernel.on_x.into()),
        ]))
    }

    /// q_σ(xₜ | x_from, x₀): `{onX0, onX, variance}`.
    ///
    /// # Errors
    /// Unless `from` is below t and not clean, and 0 ≤ η ≤ 1.
    pub fn forward(&self, t: i32, from: i32, eta: f64) -> Result<JsValue, JsError> {
        let (noisy, clean) = (self.level(t)?, self.level(from)?);
        let kernel = ddim::forward(eta, noisy, clean).map_err(js_error)?;
        Ok(object([
            ("onX0", kernel.on_x0.into()),
            ("onX", kernel.on_x.into()),
            ("variance", kernel.variance.into()),
        ]))
    }

    /// The marginals q_σ(xₜ | x₀) that the kernels of a walk compose to: `{timesteps, onX0, variance}`.
    ///
    /// # Errors
    /// Unless there is such a walk and 0 ≤ η ≤ 1.
    pub fn marginals(&self, walk: &JsValue, eta: f64) -> Result<JsValue, JsError> {
        let (list, levels, _) = self.walk(walk)?;
        let all = ddim::marginals(eta, &levels).map_err(js_error)?;
        let on_x0: Vec<f64> = all.iter().map(|m| m.on_x0).collect();
        let variance: Vec<f64> = all.iter().map(|m| m.variance).collect();
        Ok(object([
            ("timesteps", numbers(&list)),
            ("onX0", array(&on_x0)),
            ("variance", array(&variance)),
        ]))
    }

    /// Both losses of p_φ(x_to | xₜ) = N(scale xₜ + shift, deviation²): `{marginal, conditional, constant}`, nats.
    ///
    /// # Errors
    /// In two dimensions, for too many components, unless `to` is below t and not clean, and for no Gaussian.
    pub fn divergence(
        &self,
        t: i32,
        to: i32,
        scale: f64,
        shift: f64,
        deviation: f64,
    ) -> Result<JsValue, JsError> {
        self.divergence_of(
            t,
            to,
            Model::Linear {
                scale,
                shift,
                deviation,
            },
        )
    }

    /// The same of the best Gaussian bent: its mean moved by `shift` deviations, its variance times `factor`.
    ///
    /// # Errors
    /// As for `divergence`.
    pub fn bent(&self, t: i32, to: i32, shift: f64, factor: f64) -> Result<JsValue, JsError> {
        self.divergence_of(t, to, Model::Bent { shift, factor })
    }

    /// The same for many factors: `{marginal, conditional}`, each `[factors]`.
    ///
    /// # Errors
    /// As for `divergence`.
    #[wasm_bindgen(js_name = bentBy)]
    pub fn bent_by(
        &self,
        t: i32,
        to: i32,
        shift: f64,
        factors: &[f64],
    ) -> Result<JsValue, JsError> {
        let (noisy, clean) = (self.level(t)?, self.level(to)?);
        let (marginal, conditional) =
            divergence::bent(&self.data, noisy, clean, shift, factors).map_err(js_error)?;
        Ok(object([
            ("marginal", array(&marginal)),
            ("conditional", array(&conditional)),
        ]))
    }

    /// I(x_to; x₀ | xₜ) in nats.
    ///
    /// # Errors
    /// Unless `to` is below t and not clean.
    pub fn constant(&self, t: i32, to: i32) -> Result<f64, JsError> {
        divergence::constant(&self.data, self.level(t)?, self.level(to)?).map_err(js_error)
    }

    /// One Gaussian by KL(p ‖ q), or backwards by KL(q ‖ p): `{mean, deviation, kl}`.
    ///
    /// # Errors
    /// In two dimensions.
    pub fn fit(&self, backward: bool) -> Result<JsValue, JsError> {
        let fit = if backward {
            fit::backward(&self.data)
        } else {
            fit::forward(&self.data)
        };
        let fit = fit.map_err(js_error)?;
        Ok(object([
            ("mean", fit.mean.into()),
            ("deviation", fit.deviation.into()),
            ("kl", fit.kl.into()),
        ]))
    }

    /// Both divergences of N(mean, deviation²) from the data: `{forward, backward}`, nats.
    ///
    /// # Errors
    /// In two dimensions, and for no Gaussian.
    pub fn divergences(&self, mean: f64, deviation: f64) -> Result<JsValue, JsError> {
        let forward = fit::forward_kl(&self.data, mean, deviation).map_err(js_error)?;
        let backward = fit::backward_kl(&self.data, mean, deviation).map_err(js_error)?;
        Ok(object([
            ("forward", forward.into()),
            ("backward", backward.into()),
        ]))
    }

    /// Points of the data noised to t: `[count·d]`.
    ///
    /// # Errors
    /// When t is no timestep.
    pub fn draw(&self, count: usize, seed: f64, t: i32) -> Result<Vec<f64>, JsError> {
        let marginal = self.data.noised(self.level(t)?).map_err(js_error)?;
        let points = marginal.sample(count, seed as u64);
        Ok(flat(points, self.data.dimension()))
    }

    /// A sampler along the exact field: `{paths, timesteps}`, paths `[S + 1, count, d]`.
    ///
    /// # Errors
    /// For no such walk, and for more numbers than a page can hold.
    pub fn sample(&self, walk: &JsValue, count: usize, seed: f64) -> Result<JsValue, JsError> {
        let (list, levels, method) = self.walk(walk)?;
        let d = self.data.dimension();
        let numbers_made = (list.len() + 1) as f64 * count as f64 * d as f64;
        afford("a run's paths", MOST_NUMBERS, numbers_made)?;
        let work = numbers_made * self.data.parts().len() as f64;
        afford("a run", MOST_WORK, work)?;
        let paths = path::sample(&self.data, &list, &levels, method, count, seed as u64)
            .map_err(js_error)?;
        Ok(object([
            ("paths", array(&flat(paths.into_iter().flatten(), d))),
            ("timesteps", numbers(&list)),
        ]))
    }

    /// W₁ of the law of a sampler along the exact field to the data, in one dimension.
    ///
    /// # Errors
    /// In two dimensions, and for no such walk.
    pub fn distance(&self, walk: &JsValue) -> Result<f64, JsError> {
        let (_, levels, method) = self.walk(walk)?;
        let law = Law::sampled(&self.data, &levels, method).map_err(js_error)?;
        law.distance(&self.data).map_err(js_error)
    }

    /// The factor of ‖ε̂ − ε‖² in each loss, from t to `to`: `{x0, v, mu, bound, jSigma, printed}`; the last two for η above 0.
    ///
    /// # Errors
    /// Unless `to` is below t and not clean, and 0 < η ≤ 1.
    pub fn weights(&self, t: i32, to: i32, eta: f64) -> Result<JsValue, JsError> {
        let (noisy, clean) = (self.level(t)?, self.level(to)?);
        let errors = weights::errors(1.0, noisy, clean).map_err(js_error)?;
        let bound = weights::bound_weight(noisy, clean).map_err(js_error)?;
        let j_sigma = weights::j_sigma_weight(eta, noisy, clean).map_err(js_error)?;
        let printed = weights::printed_weight(eta, noisy, clean).map_err(js_error)?;
        Ok(object([
            ("x0", errors.x0.into()),
            ("v", errors.v.into()),
            ("mu", errors.mu.into()),
            ("bound", bound.into()),
            ("jSigma", j_sigma.into()),
            ("printed", printed.into()),
        ]))
    }
}

impl WebMixture {
    /// ᾱ of a timestep, 1 of −1.
    fn level(&self, t: i32) -> Result<f64, JsError> {
        if t == -1 {
            return Ok(1.0);
        }
        let t = t as usize;
        self.schedule.check(t).map_err(js_error)?;
        Ok(self.schedule.alpha_bar(t))
    }

    fn one(&self, x: &[f64]) -> Result<Point, JsError> {
        let points = self.data.points(x).map_err(js_error)?;
        match points[..] {
            [point] => Ok(point),
            _ => Err(js_error(ExactError::Length {
                name: "x",
                expected: self.data.dimension().to_string(),
                found: x.len(),
            })),
        }
    }

    fn walk(&self, options: &JsValue) -> Result<(Vec<usize>, Vec<f64>, Method), JsError> {
        let walk: Walk = parse(options)?;
        let list = timesteps(walk.spacing, walk.steps, self.schedule.steps()).map_err(js_error)?;
        let levels = list.iter().map(|&t| self.schedule.alpha_bar(t)).collect();
        Ok((list, levels, walk.method))
    }

    fn divergence_of(&self, t: i32, to: i32, model: Model) -> Result<JsValue, JsError> {
        let (noisy, clean) = (self.level(t)?, self.level(to)?);
        let found = divergence::divergence(&self.data, noisy, clean, model).map_err(js_error)?;
        Ok(object([
            ("marginal", found.marginal.into()),
            ("conditional", found.conditional.into()),
            ("constant", found.constant.into()),
        ]))
    }
}

fn afford(what: &'static str, most: f64, found: f64) -> Result<(), JsError> {
    if found <= most {
        return Ok(());
    }
    Err(js_error(ExactError::Work { what, most, found }))
}

fn numbers(list: &[usize]) -> JsValue {
    let doubles: Vec<f64> = list.iter().map(|&t| t as f64).collect();
    js_sys::Array::from(&array(&doubles)).into()
}
