//! The optimisers of a network: AdamW for everything, or Muon for the matrices within it and AdamW for the rest.

use burn::grad_clipping::GradientClippingConfig;
use burn::module::ParamGroup;
use burn::optim::decay::WeightDecayConfig;
use burn::optim::{
    AdamWConfig, AdjustLrFn, LearningRate, ModuleOptimizer, Muon, MuonConfig, MuonState, Optimizer,
};
use burn::tensor::{Device, Tensor};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// What turns gradients into updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[value(rename_all = "lowercase")]
pub enum Optimiser {
    /// AdamW (Loshchilov and Hutter 2019) with β = (0.9, 0.99) and no decay of weights.
    #[default]
    AdamW,
    /// Muon (Jordan et al. 2024) for the convolutions and linear layers of blocks and attention, scaled to AdamW's size of
    /// update and with a decay of their weights (Liu et al. 2025, "Muon is scalable for LLM training", section 2.2), so that one
    /// learning rate serves both; AdamW for vectors, embeddings, the first and the last convolution.
    Muon,
}

/// Decay of weights by Muon, as in the paper: its updates are equally large in every direction, so without decay matrices grow on
/// and on.
const DECAY: f32 = 0.1;

/// Paths of the parameters that Muon updates.
const HIDDEN: &str = r"^(levels|middle|attention)\..*\.weight$";

impl Optimiser {
    /// The optimiser before its first step. Each parameter's gradient is shortened to the norm `clip` where it is longer.
    pub fn init(self, clip: f32) -> ModuleOptimizer {
        let clipping = GradientClippingConfig::Norm(clip);
        let adamw = AdamWConfig::new()
            .with_beta_2(0.99)
            .with_epsilon(1e-8)
            .with_weight_decay(0.0)
            .with_grad_clipping(Some(clipping.clone()))
            .init();
        match self {
            Self::AdamW => adamw,
            Self::Muon => adamw.with_group(
                ParamGroup::from_regex(HIDDEN).expect("the pattern is a regular expression"),
                Matrices::new(),
                Some(clipping.init()),
            ),
        }
    }
}

/// burn's Muon, which takes matrices alone, with a convolution's `[output, input, k, k]` as the matrix `[output, input·k·k]`.
#[derive(Clone)]
struct Matrices(Muon);

impl Matrices {
    fn new() -> Self {
        Self(
            MuonConfig::new()
                .with_weight_decay(Some(WeightDecayConfig::new(DECAY)))
                .with_adjust_lr_fn(AdjustLrFn::MatchRmsAdamW)
                .build(),
        )
    }
}

impl Optimizer for Matrices {
    type State<const D: usize> = MuonState<2>;

    fn step<const D: usize>(
        &self,
        rate: LearningRate,
        weights: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let shape = weights.shape();
        let (rows, columns) = (shape[0], shape.num_elements() / shape[0]);
        let (updated, state) = self.0.step(
            rate,
            weights.reshape([rows, columns]),
            gradient.reshape([rows, columns]),
            state,
        );
        (updated.reshape(shape), state)
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        Muon::to_device(state, device)
    }
}

#[cfg(test)]
mod tests {
    use burn::module::{Module, ModuleVisitor, Param};
    use burn::optim::GradientsParams;
    use burn::tensor::Int;
    use unnoise::unet::UNet;

    use super::*;
    use crate::device::device;
    use crate::tiny::config;

    /// Paths, values and ranks of a network's parameters, in order.
    #[derive(Default)]
    struct Parameters {
        path: Vec<String>,
        found: Vec<(String, Vec<f32>, Vec<usize>)>,
    }

    impl ModuleVisitor for Parameters {
        fn enter_module(&mut self, name: &str, _: &str) {
            self.path.push(name.to_owned());
        }

        fn exit_module(&mut self, _: &str, _: &str) {
            self.path.pop();
        }

        fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
            let value = parameter.val();
            self.found.push((
                self.path.join("."),
                value
                    .clone()
                    .into_data()
                    .convert::<f32>()
                    .try_to_vec()
                    .expect("floats"),
                value.shape().iter().copied().collect(),
            ));
        }
    }

    fn parameters(network: &UNet) -> Vec<(String, Vec<f32>, Vec<usize>)> {
        let mut visitor = Parameters::default();
        network.visit(&mut visitor);
        visitor.found
    }

    /// Adds up a loss whose gradient is not zero for any parameter, whatever the network computes.
    struct Sum<'a>(&'a mut Tensor<1>);

    impl ModuleVisitor for Sum<'_> {
        fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
            let value = parameter.val();
            let size = value.shape().num_elements();
            let pattern = Tensor::<1, Int>::arange(1..size as i64 + 1, &value.device())
                .float()
                .square()
                .sin();
            *self.0 = self.0.clone() + (value.reshape([size]) * pattern).sum();
        }
    }

    #[test]
    fn muon_moves_hidden_matrices_orthogonally_and_adamw_the_rest_by_sign() {
        let device = device(None).expect("a device").autodiff();
        let network = UNet::new(&config().unet, &device).expect("a network");
        let before = parameters(&network);
        let mut sum = Tensor::<1>::zeros([1], &device);
        network.visit(&mut Sum(&mut sum));
        let gradients = GradientsParams::from_grads(sum.backward(), &network);
        let rate = 0.01;
        let after = parameters(&Optimiser::Muon.init(1.0).step(rate, network, gradients));

        let mut hidden = 0;
        for ((path, old, shape), (_, new, _)) in before.iter().zip(&after) {
            let change: Vec<f64> = old.iter().zip(new).map(|(a, b)| f64::from(b - a)).collect();
            let norm = change.iter().map(|c| c * c).sum::<f64>().sqrt();
            let inner = path.starts_with("levels")
                || path.starts_with("middle")
                || path.starts_with("attention");
            if inner && shape.len() > 1 {
                hidden += 1;
                // Newton and Schulz bring every singular value into 0.68 … 1.13 where it is not tiny, times 0.2·√(longer side).
                let (rows, columns) = (shape[0], old.len() / shape[0]);
                let unit = rate * 0.2 * (rows.max(columns) as f64).sqrt();
                let root = norm / unit / (rows.min(columns) as f64).sqrt();
                assert!((0.6..1.2).contains(&root), "{path}: {root}");
            } else {
                // Adam's first step is the rate times the gradient's sign.
                let root = norm / (old.len() as f64).sqrt();
                assert!((root / rate - 1.0).abs() < 0.01, "{path}: {root}");
            }
        }
        // Three for each of five blocks, one of them with a shortcut, two of the level, two of the attention.
        assert_eq!(hidden, 20);
    }
}
