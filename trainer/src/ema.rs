//! An exponential moving average of the weights; DDPM (appendix B) samples from it.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

/// Decay after `step` updates: it grows with the run, so that the random start is forgotten early.
pub fn decay_at(step: usize, decay: f64) -> f64 {
    decay.min((1.0 + step as f64) / (10.0 + step as f64))
}

/// `average · decay + module · (1 − decay)`, parameter by parameter. `average` is a clone of an earlier `module`.
pub fn update<M: Module>(average: M, module: &M, decay: f64) -> M {
    let mut current = Current(GradientsParams::new());
    module.visit(&mut current);
    average.map(&mut Blend {
        current: current.0,
        decay,
    })
}

/// The parameters of a module by their identifiers; a gradient container is burn's map of that kind.
struct Current(GradientsParams);

impl ModuleVisitor for Current {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let value = param.val();
        let value = if value.is_autodiff() {
            value.inner()
        } else {
            value
        };
        self.0.register(param.id, value);
    }
}

struct Blend {
    current: GradientsParams,
    decay: f64,
}

impl ModuleMapper for Blend {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(current) = self.current.remove::<D>(param.id) else {
            return param;
        };
        let decay = self.decay;
        param.map(|average| average.mul_scalar(decay) + current.mul_scalar(1.0 - decay))
    }
}
