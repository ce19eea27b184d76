//! Normalisation and SiLU as libtorch's own operations, forwards and backwards.
//!
//! burn differentiates both as the dozen operations they are composed of, each a pass over the feature map; here it is one pass
//! forwards, and one or four backwards. That is most of what is not convolution in an update.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::libtorch::TchTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, DispatchDevice, LibTorch, backend_extension};
use burn::nn::GroupNorm;
use burn::tensor::{Device, Tensor};
use unnoise::unet::{Composed, Operations};

/// [`Operations`] on libtorch.
#[derive(Debug, Clone, Copy)]
pub struct Native;

impl Operations for Native {
    fn norm(&self, norm: &GroupNorm, x: Tensor<4>, scale_shift: Option<Tensor<2>>) -> Tensor<4> {
        let (Some(gamma), Some(beta)) = (&norm.gamma, &norm.beta) else {
            return Composed.norm(norm, x, scale_shift);
        };
        let [b, c, ..] = x.dims();
        let wide = |v: Tensor<1>| v.reshape([1, c]).repeat_dim(0, b);
        let (mut factor, mut offset) = (wide(gamma.val()), wide(beta.val())); // [B, C]
        if let Some(scale_shift) = scale_shift {
            let scale = scale_shift.clone().slice([0..b, 0..c]).add_scalar(1.0);
            factor = factor * scale.clone();
            offset = offset * scale + scale_shift.slice([0..b, c..2 * c]);
        }
        Tensor::from_dispatch(<Dispatch as NativeOperations>::group_norm(
            x.into_dispatch(),
            factor.into_dispatch(),
            offset.into_dispatch(),
            norm.num_groups,
            norm.epsilon,
        ))
    }

    fn silu(&self, x: Tensor<4>) -> Tensor<4> {
        Tensor::from_dispatch(<Dispatch as NativeOperations>::silu(x.into_dispatch()))
    }
}

/// Whether tensors on `device` are libtorch's.
pub fn is_on(device: &Device) -> bool {
    let device = device.clone().without_autodiff();
    matches!(device.as_dispatch(), DispatchDevice::LibTorch(_))
}

/// Makes libtorch compute for the calling thread on that thread alone.
pub fn compute_on_this_thread() {
    tch::set_num_threads(1);
}

/// What burn's own backend traits lack.
#[backend_extension(LibTorch, Autodiff)]
trait NativeOperations: Backend {
    /// `(x − μ)/√(σ² + ε)·factor + offset`: `x` is `[B, C, H, W]`, `factor` and `offset` are `[B, C]`.
    fn group_norm(
        x: FloatTensor<Self>,
        factor: FloatTensor<Self>,
        offset: FloatTensor<Self>,
        groups: usize,
        epsilon: f64,
    ) -> FloatTensor<Self>;

    /// x·sigmoid(x).
    fn silu(x: FloatTensor<Self>) -> FloatTensor<Self>;
}

impl NativeOperations for LibTorch {
    fn group_norm(
        x: TchTensor,
        factor: TchTensor,
        offset: TchTensor,
        groups: usize,
        epsilon: f64,
    ) -> TchTensor {
        Normalised::of(x, factor, &offset, groups, epsilon).0
    }

    fn silu(x: TchTensor) -> TchTensor {
        TchTensor::new(x.tensor.silu())
    }
}

/// What the way back needs of a normalisation.
#[derive(Debug, Clone)]
struct Normalised {
    /// `[B, C, H, W]`, contiguous.
    x: TchTensor,
    /// `[B, C]`
    factor: TchTensor,
    /// `[B, groups, 1]`
    mean: TchTensor,
    /// 1/√(σ² + ε), `[B, groups, 1]`
    precision: TchTensor,
}

impl Normalised {
    /// The output, and what its gradients need.
    fn of(
        x: TchTensor,
        factor: TchTensor,
        offset: &TchTensor,
        groups: usize,
        epsilon: f64,
    ) -> (TchTensor, Self) {
        let size = x.tensor.size();
        let (b, c, groups) = (size[0], size[1], groups as i64);
        // Counted as another holder of the same memory, so that burn does not write over it before the way back.
        let x = TchTensor::from_existing(x.tensor.contiguous(), x.storage);
        // libtorch has one factor for each channel; here it is one for each image and channel. So the images are laid side by
        // side, as the channels of one.
        let (output, mean, precision) = x.tensor.native_group_norm(
            Some(factor.tensor.contiguous().view([b * c])),
            Some(offset.tensor.contiguous().view([b * c])),
            1,
            b * c,
            size[2..].iter().product(),
            b * groups,
            epsilon,
        );
        let state = Self {
            x,
            factor,
            mean: TchTensor::new(mean.view([b, groups, 1])),
            precision: TchTensor::new(precision.view([b, groups, 1])),
        };
        (TchTensor::new(output.view(size.as_slice())), state)
    }

    /// Gradients of x, factor and offset.
    ///
    /// With w the factor, p the precision and sums over a group's N values, the derivative is
    /// `∂x = g·w·p + k·x + m`, where `k = (μ·Σgw − Σgwx)·p³/N` and `m = −k·μ − p·Σgw/N`.
    fn gradients(&self, output: &TchTensor) -> [TchTensor; 3] {
        let (x, g) = (&self.x.tensor, &output.tensor);
        let (mean, precision) = (&self.mean.tensor, &self.precision.tensor);
        let size = x.size();
        let (b, c, groups) = (size[0], size[1], mean.size()[1]);
        let by_group = [b, groups, c / groups];
        let values = (c / groups * size[2] * size[3]) as f64;

        let sum = |v: tch::Tensor| v.sum_dim_intlist([2i64, 3].as_slice(), false, None);
        let sum_gx = sum(g * x).view(by_group); // [B, groups, C/groups]
        let sum_g = sum(g.shallow_clone()).view(by_group);
        let w = self.factor.tensor.reshape(by_group);
        let over = |v: tch::Tensor| v.sum_dim_intlist([2i64].as_slice(), true, None);
        let (sum_gwx, sum_gw) = (over(&sum_gx * &w), over(&sum_g * &w)); // [B, groups, 1]
        let k = (&sum_gw * mean - sum_gwx) * precision.pow_tensor_scalar(3) / values;
        let m = -(&k * mean) - precision * sum_gw / values;

        let per_channel = |v: tch::Tensor| v.expand(by_group, false).reshape([b, c, 1, 1]);
        let dx = per_channel(m)
            .addcmul(x, &per_channel(k))
            .addcmul(g, &per_channel(w * precision));
        let factor = ((sum_gx - &sum_g * mean) * precision).view([b, c]);
        [dx, factor, sum_g.view([b, c])].map(TchTensor::new)
    }
}

impl<C: CheckpointStrategy> NativeOperations for Autodiff<LibTorch, C> {
    fn group_norm(
        x: FloatTensor<Self>,
        factor: FloatTensor<Self>,
        offset: FloatTensor<Self>,
        groups: usize,
        epsilon: f64,
    ) -> FloatTensor<Self> {
        let (x, x_node) = x.into_parts();
        let (factor, factor_node) = factor.into_parts();
        let (offset, offset_node) = offset.into_parts();
        let (output, state) = Normalised::of(x, factor, &offset, groups, epsilon);
        match GroupNormBackward
            .prepare::<C>([x_node, factor_node, offset_node])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(prep) => prep.finish(state, output),
            OpsKind::UnTracked(prep) => prep.finish(output),
        }
    }

    fn silu(x: FloatTensor<Self>) -> FloatTensor<Self> {
        let (x, node) = x.into_parts();
        let output = LibTorch::silu(x.clone());
        match SiluBackward.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(x, output),
            OpsKind::UnTracked(prep) => prep.finish(output),
        }
    }
}

#[derive(Debug)]
struct GroupNormBackward;

impl Backward<LibTorch, 3> for GroupNormBackward {
    type State = Normalised;

    fn backward(self, ops: Ops<Normalised, 3>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let output = gradients.consume::<LibTorch>(&ops.node);
        let parts = ops.state.gradients(&output);
        for (parent, gradient) in ops.parents.into_iter().zip(parts) {
            if let Some(node) = parent {
                gradients.register::<LibTorch>(node.id, gradient);
            }
        }
    }
}

#[derive(Debug)]
struct SiluBackward;

impl Backward<LibTorch, 1> for SiluBackward {
    type State = TchTensor;

    fn backward(self, ops: Ops<TchTensor, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let output = gradients.consume::<LibTorch>(&ops.node);
        if let [Some(node)] = ops.parents {
            let gradient = ops.state.tensor.silu_backward(&output.tensor);
            gradients.register::<LibTorch>(node.id, TchTensor::new(gradient));
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::Distribution;

    use super::*;

    /// Outputs and gradients of x, γ, β, scale and shift.
    fn computed(operations: &dyn Operations, inputs: &[Tensor<1>; 4]) -> Vec<Vec<f32>> {
        let [x, gamma, beta, scale_shift] = inputs.clone().map(Tensor::require_grad);
        let norm = GroupNorm {
            gamma: Some(burn::module::Param::from_tensor(gamma.clone())),
            beta: Some(burn::module::Param::from_tensor(beta.clone())),
            ..burn::nn::GroupNormConfig::new(2, 4).init(&x.device())
        };
        let image = x.clone().reshape([3, 4, 2, 3]);
        // Not contiguous, as features after a change of resolution are.
        let image = image.swap_dims(2, 3);
        let image = operations.norm(&norm, image, None);
        let scale_shift_rows = scale_shift.clone().reshape([3, 8]);
        let h = operations.silu(operations.norm(&norm, image.clone(), Some(scale_shift_rows)));
        // Nobody else holds the image, so libtorch may write the sum over it; around a residual block it does.
        let output = image + h;
        let weights = Tensor::<1, burn::tensor::Int>::arange(0..72, &x.device())
            .float()
            .sin();
        let gradients = (output.clone().reshape([72]) * weights).sum().backward();
        let mut all = vec![output.reshape([72]).inner()];
        let [norm_gamma, norm_beta] = [norm.gamma, norm.beta].map(|p| p.expect("affine").val());
        all.extend(
            [&x, &norm_gamma, &norm_beta, &scale_shift]
                .map(|v| v.grad(&gradients).expect("a gradient")),
        );
        all.into_iter()
            .map(|v| v.into_data().try_to_vec().expect("floats"))
            .collect()
    }

    #[test]
    fn native_operations_are_those_composed_of_burns_forwards_and_backwards() {
        #[allow(deprecated)]
        let device = Device::libtorch().autodiff();
        let inputs = [72, 4, 4, 24]
            .map(|n| Tensor::<1>::random([n], Distribution::Normal(0.3, 1.0), &device));
        let (native, composed) = (computed(&Native, &inputs), computed(&Composed, &inputs));
        for (i, (native, composed)) in native.iter().zip(&composed).enumerate() {
            for (a, b) in native.iter().zip(composed) {
                assert!((a - b).abs() < 1e-4 * (1.0 + b.abs()), "{i}: {a} {b}");
            }
        }
    }
}
