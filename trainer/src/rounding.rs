//! Rounding of weights, so that what a visitor downloads packs better.
//!
//! A trained weight's last bits are noise, and noise does not compress. On a uniform grid, which spends its levels where the weights
//! are, a third of the file goes (Han et al. 2016, "Deep compression", sections 3 and 4, with brotli for their Huffman code).

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::Tensor;

/// Tensors with fewer numbers stay as they are: biases and factors of normalisation matter one by one and weigh nothing.
const FEW: usize = 1000;

/// Rounds each large tensor to multiples of a power of two that is at most its standard deviation divided by `levels`, so that the
/// grid's numbers are f16 numbers. The root mean square of the error is at most the deviation divided by √12 · `levels`.
pub fn round<M: Module>(module: M, levels: u32) -> M {
    module.map(&mut Grid { levels })
}

struct Grid {
    levels: u32,
}

impl ModuleMapper for Grid {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if param.val().shape().num_elements() < FEW {
            return param;
        }
        param.map(|weights| {
            let deviation = weights.clone().flatten::<1>(0, D - 1).var(0).sqrt();
            let deviation: f32 = deviation.into_scalar();
            let step = (deviation / self.levels as f32).log2().floor().exp2();
            if step > 0.0 {
                weights.div_scalar(step).round().mul_scalar(step)
            } else {
                weights
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use burn::nn::{Linear, LinearConfig};

    use super::*;
    use crate::device::device;

    #[test]
    fn few_levels_near_the_weights_and_biases_untouched() {
        let device = device(None).expect("a device");
        let values = |linear: &Linear| {
            let data = linear.weight.val().into_data();
            data.try_to_vec::<f32>().expect("numbers")
        };
        let bias = |linear: &Linear| {
            let data = linear.bias.as_ref().expect("a bias").val().into_data();
            data.try_to_vec::<f32>().expect("numbers")
        };
        let fresh: Linear = LinearConfig::new(64, 64).init(&device);
        let rounded = round(fresh.clone(), 16);
        let (before, after) = (values(&fresh), values(&rounded));
        let square = |values: &mut dyn Iterator<Item = f32>| values.map(|v| v * v).sum::<f32>();
        let error = square(&mut before.iter().zip(&after).map(|(a, b)| a - b));
        let relative = (error / square(&mut before.iter().copied())).sqrt();
        assert!((0.005..0.02).contains(&relative), "{relative}");
        let mut levels: Vec<i64> = after.iter().map(|w| (w * 65536.0) as i64).collect();
        levels.sort_unstable();
        levels.dedup();
        assert!((16..=128).contains(&levels.len()), "{}", levels.len());
        assert_eq!(bias(&fresh), bias(&rounded));
    }
}
