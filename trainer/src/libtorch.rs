//! Convolution, normalisation and SiLU as libtorch's own operations, differentiated by libtorch.
//!
//! burn differentiates a normalisation as the dozen operations it is composed of, each a pass over the feature map, and a
//! convolution by others of unusual shapes. libtorch has one kernel for each way, and convolutions of bfloat16 that processors
//! with AMX compute several times as fast.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::libtorch::TchTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, DispatchDevice, LibTorch, backend_extension};
use burn::tensor::{Device, Tensor};
use tch::Kind;
use unnoise::unet::Operations;

use crate::error::Error;

/// [`Operations`] on libtorch.
#[derive(Debug, Clone, Copy)]
pub struct Native {
    /// Whether convolutions round their inputs, weights and outputs to bfloat16. Sums within one are f32's, as all else is.
    pub bf16: bool,
}

impl Operations for Native {
    fn conv(&self, x: Tensor<4>, weight: Tensor<4>, bias: Tensor<1>) -> Tensor<4> {
        Tensor::from_dispatch(<Dispatch as NativeOperations>::conv(
            x.into_dispatch(),
            weight.into_dispatch(),
            bias.into_dispatch(),
            self.bf16,
        ))
    }

    fn group_norm(
        &self,
        x: Tensor<4>,
        factor: Tensor<2>,
        offset: Tensor<2>,
        groups: usize,
        epsilon: f64,
    ) -> Tensor<4> {
        Tensor::from_dispatch(<Dispatch as NativeOperations>::group_norm(
            x.into_dispatch(),
            factor.into_dispatch(),
            offset.into_dispatch(),
            groups,
            epsilon,
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

/// The first GPU that libtorch has, which it then computes on with the kernels that it finds fastest.
///
/// # Errors
/// When it has none.
pub fn cuda() -> Result<Device, Error> {
    if !tch::Cuda::is_available() {
        return Err(Error::Options(
            "expected a GPU for --device tch-cuda, but libtorch finds none: it needs a driver, and to be a build with CUDA"
                .to_owned(),
        ));
    }
    // Shapes are the same in every update, so the search for the fastest convolution pays.
    tch::Cuda::cudnn_set_benchmark(true);
    Ok(Device::libtorch_cuda(0))
}

/// Makes libtorch compute for the calling thread on that thread alone.
pub fn compute_on_this_thread() {
    tch::set_num_threads(1);
}

/// [`Operations`]' three, as burn extends its backends: the plain backend computes, the differentiating one records as well.
#[backend_extension(LibTorch, Autodiff)]
trait NativeOperations: Backend {
    fn conv(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        bf16: bool,
    ) -> FloatTensor<Self>;

    fn group_norm(
        x: FloatTensor<Self>,
        factor: FloatTensor<Self>,
        offset: FloatTensor<Self>,
        groups: usize,
        epsilon: f64,
    ) -> FloatTensor<Self>;

    fn silu(x: FloatTensor<Self>) -> FloatTensor<Self>;
}

fn conv([x, weight, bias]: [&tch::Tensor; 3], bf16: bool) -> tch::Tensor {
    let around = weight.size()[2] / 2;
    let of = |x: &tch::Tensor, weight: &tch::Tensor, bias: &tch::Tensor| {
        x.conv2d(weight, Some(bias), [1, 1], [around, around], [1, 1], 1)
    };
    if bf16 {
        let [x, weight, bias] = [x, weight, bias].map(|v| v.to_kind(Kind::BFloat16));
        of(&x, &weight, &bias).to_kind(Kind::Float)
    } else {
        of(x, weight, bias)
    }
}

fn group_norm([x, factor, offset]: [&tch::Tensor; 3], groups: usize, epsilon: f64) -> tch::Tensor {
    // libtorch has one factor for each channel; here it is one for each image and channel. So the images are laid side by side, as
    // the channels of one.
    let (size, channels) = (x.size(), factor.numel() as i64);
    let side_by_side = x.reshape([1, channels, size[2], size[3]]);
    let [factor, offset] = [factor, offset].map(|v| v.reshape([channels]));
    side_by_side
        .group_norm(
            groups as i64 * size[0],
            Some(factor),
            Some(offset),
            epsilon,
            false,
        )
        .view(size.as_slice())
}

fn silu([x]: [&tch::Tensor; 1]) -> tch::Tensor {
    x.silu()
}

impl NativeOperations for LibTorch {
    fn conv(x: TchTensor, weight: TchTensor, bias: TchTensor, bf16: bool) -> TchTensor {
        TchTensor::new(conv([&x.tensor, &weight.tensor, &bias.tensor], bf16))
    }

    fn group_norm(
        x: TchTensor,
        factor: TchTensor,
        offset: TchTensor,
        groups: usize,
        epsilon: f64,
    ) -> TchTensor {
        let inputs = [&x.tensor, &factor.tensor, &offset.tensor];
        TchTensor::new(group_norm(inputs, groups, epsilon))
    }

    fn silu(x: TchTensor) -> TchTensor {
        TchTensor::new(silu([&x.tensor]))
    }
}

impl<C: CheckpointStrategy> NativeOperations for Autodiff<LibTorch, C> {
    fn conv(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        bf16: bool,
    ) -> FloatTensor<Self> {
        recorded::<C, 3>([x, weight, bias], |inputs| conv(inputs, bf16))
    }

    fn group_norm(
        x: FloatTensor<Self>,
        factor: FloatTensor<Self>,
        offset: FloatTensor<Self>,
        groups: usize,
        epsilon: f64,
    ) -> FloatTensor<Self> {
        recorded::<C, 3>([x, factor, offset], |inputs| {
            group_norm(inputs, groups, epsilon)
        })
    }

    fn silu(x: FloatTensor<Self>) -> FloatTensor<Self> {
        recorded::<C, 1>([x], silu)
    }
}

/// What `operation` gives, with libtorch's own record of it for the way back.
fn recorded<C: CheckpointStrategy, const N: usize>(
    inputs: [FloatTensor<Autodiff<LibTorch, C>>; N],
    operation: impl Fn([&tch::Tensor; N]) -> tch::Tensor,
) -> FloatTensor<Autodiff<LibTorch, C>> {
    let (inputs, nodes): (Vec<_>, Vec<_>) = inputs.into_iter().map(|v| v.into_parts()).unzip();
    let leaves = inputs.into_iter().map(|input| {
        // Counted as another holder of the same memory, so that burn does not write over it before the way back.
        TchTensor::from_existing(input.tensor.detach().set_requires_grad(true), input.storage)
    });
    let leaves: [TchTensor; N] = array(leaves.collect());
    let output = operation(leaves.each_ref().map(|leaf| &leaf.tensor));
    // The same memory, of which burn may think itself the only holder: no operation here needs its output on the way back, and
    // libtorch would refuse to go back through one that does and was written over.
    let value = TchTensor::new(output.detach());
    let output = TchTensor::new(output);
    match Recorded
        .prepare::<C>(array(nodes))
        .compute_bound()
        .stateful()
    {
        OpsKind::Tracked(prep) => prep.finish(Record { leaves, output }, value),
        OpsKind::UnTracked(prep) => prep.finish(value),
    }
}

fn array<T: std::fmt::Debug, const N: usize>(items: Vec<T>) -> [T; N] {
    items.try_into().expect("as many as there are inputs")
}

/// An operation as libtorch remembers it.
#[derive(Debug, Clone)]
struct Record<const N: usize> {
    leaves: [TchTensor; N],
    output: TchTensor,
}

#[derive(Debug)]
struct Recorded<const N: usize>;

impl<const N: usize> Backward<LibTorch, N> for Recorded<N> {
    type State = Record<N>;

    fn backward(self, ops: Ops<Record<N>, N>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = gradients.consume::<LibTorch>(&ops.node).tensor;
        let Record { leaves, output } = ops.state;
        // libtorch goes back from a number only; this one's derivative by the output is `gradient`.
        let number = output.tensor.reshape([-1]).dot(&gradient.reshape([-1]));
        let parts =
            tch::Tensor::run_backward(&[number], &leaves.map(|leaf| leaf.tensor), false, false);
        for (parent, part) in ops.parents.into_iter().zip(parts) {
            if let Some(node) = parent {
                gradients.register::<LibTorch>(node.id, TchTensor::new(part));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Distribution, Int};
    use unnoise::unet::Composed;

    use super::*;

    /// Output and gradients of x, factors, offsets, weights and biases.
    fn computed(operations: &dyn Operations, inputs: &[Tensor<1>; 5]) -> Vec<Vec<f32>> {
        let inputs = inputs.clone().map(Tensor::require_grad);
        let [x, factors, offsets, weight, bias] = inputs.clone();
        let rows = |v: &Tensor<1>, half: usize| v.clone().narrow(0, half * 12, 12);
        let norm = |image, half| {
            let (factor, offset) = (rows(&factors, half), rows(&offsets, half));
            operations.group_norm(
                image,
                factor.reshape([3, 4]),
                offset.reshape([3, 4]),
                2,
                1e-5,
            )
        };
        // Not contiguous, as features after a change of resolution are.
        let image = norm(x.reshape([3, 4, 2, 3]).swap_dims(2, 3), 0);
        let h = operations.silu(norm(image.clone(), 1));
        let h = operations.conv(h, weight.reshape([4, 4, 3, 3]), bias);
        // Nobody else holds the image, so libtorch may write the sum over it; around a residual block it does.
        let output = image + h;
        let weights = Tensor::<1, Int>::arange(0..72, &output.device())
            .float()
            .sin();
        let gradients = (output.clone().reshape([72]) * weights).sum().backward();
        let mut all = vec![output.reshape([72]).inner()];
        all.extend(inputs.map(|v| v.grad(&gradients).expect("a gradient")));
        all.into_iter()
            .map(|v| v.into_data().try_to_vec().expect("floats"))
            .collect()
    }

    /// The largest difference between an operation of libtorch's and its composition, relative to 1 + its size.
    fn difference(bf16: bool) -> f32 {
        let device = Device::libtorch().autodiff();
        let inputs = [72, 24, 24, 144, 4]
            .map(|n| Tensor::<1>::random([n], Distribution::Normal(0.3, 1.0), &device));
        let native = computed(&Native { bf16 }, &inputs);
        let composed = computed(&Composed, &inputs);
        let pairs = native.iter().zip(&composed).flat_map(|(native, composed)| {
            assert_eq!(native.len(), composed.len());
            native.iter().zip(composed)
        });
        pairs.fold(0.0, |largest, (a, b)| {
            assert!(a.is_finite(), "{a}");
            largest.max((a - b).abs() / (1.0 + b.abs()))
        })
    }

    #[test]
    fn native_operations_are_those_composed_of_burns_forwards_and_backwards() {
        let difference = difference(false);
        assert!(difference < 1e-4, "{difference}");
    }

    #[test]
    fn bfloat16_changes_them_by_its_rounding() {
        let difference = difference(true);
        assert!((1e-4..5e-2).contains(&difference), "{difference}");
    }
}
