//! Test doubles and the small tools that all tests share.

use burn::tensor::{DType, Device, Tensor, TensorData};
use unnoise::parameterisation::Parameterisation;
use unnoise::sampler::{Denoiser, NoiseSource};
use unnoise::schedule::{BetaSchedule, Schedule, ScheduleConfig};

/// A model in closed form.
pub struct Formula {
    pub kind: Parameterisation,
    pub f: fn(Tensor<4>, usize) -> Tensor<4>,
}

impl Denoiser for Formula {
    fn parameterisation(&self) -> Parameterisation {
        self.kind
    }

    fn predict(&self, x_t: Tensor<4>, t: usize) -> Tensor<4> {
        (self.f)(x_t, t)
    }
}

/// The same noise at every step.
pub struct FixedNoise(pub Tensor<4>);

impl NoiseSource for FixedNoise {
    fn z(&self, _t: usize, like: &Tensor<4>) -> Tensor<4> {
        self.0.clone().cast(like.dtype())
    }
}

/// For runs that must not draw any.
pub struct NoNoise;

impl NoiseSource for NoNoise {
    fn z(&self, t: usize, _like: &Tensor<4>) -> Tensor<4> {
        panic!("noise was drawn at t = {t}");
    }
}

pub fn schedule(beta: BetaSchedule, steps: usize) -> Schedule {
    Schedule::new(&ScheduleConfig { beta, steps }).unwrap()
}

/// The schedule of DDPM.
pub fn linear() -> Schedule {
    schedule(BetaSchedule::linear(), 1000)
}

pub fn device() -> Device {
    Device::flex()
}

pub fn tensor(values: &[f64], shape: [usize; 4], dtype: DType) -> Tensor<4> {
    Tensor::from_data(TensorData::new(values.to_vec(), shape), (&device(), dtype))
}

/// f64 numbers spread over [-1, 1], of no particular order: `[2, 1, 3, 4]`.
pub fn image() -> Tensor<4> {
    let values: Vec<f64> = (0..24)
        .map(|i| f64::from(i * 7 % 24) / 12.0 - 0.95)
        .collect();
    tensor(&values, [2, 1, 3, 4], DType::F64)
}

pub fn values<const D: usize>(x: Tensor<D>) -> Vec<f64> {
    x.into_data_as::<f64>().iter::<f64>().collect()
}

/// The largest difference between two tensors.
pub fn distance(x: Tensor<4>, y: Tensor<4>) -> f64 {
    assert_eq!(x.dims(), y.dims());
    values(x)
        .iter()
        .zip(values(y))
        .map(|(x, y)| (x - y).abs())
        .fold(0.0, f64::max)
}

#[track_caller]
pub fn assert_close(found: f64, expected: f64, relative: f64) {
    let error = (found - expected).abs() / expected.abs();
    assert!(
        error <= relative,
        "expected {expected}, found {found}: off by {error:e}"
    );
}
