//! Space to depth and back: p×p pixels become p² channels (Shi et al. 2016, "sub-pixel convolution").

use burn::tensor::Tensor;

/// Moves every p×p patch of pixels into channels.
///
/// # Shapes
/// - `x`: `[B, C, H, W]`, H and W multiples of p
/// - output: `[B, C·p², H/p, W/p]`; channel `(c·p + i)·p + j` holds pixel (i, j) of each patch of channel c
pub fn space_to_depth(x: Tensor<4>, p: usize) -> Tensor<4> {
    if p == 1 {
        return x;
    }
    let [b, c, h, w] = x.dims();
    x.reshape([b, c, h / p, p, w / p, p])
        .permute([0, 1, 3, 5, 2, 4]) // [B, C, p, p, H/p, W/p]
        .reshape([b, c * p * p, h / p, w / p])
}

/// The inverse of [`space_to_depth`].
///
/// # Shapes
/// - `x`: `[B, C·p², H, W]`
/// - output: `[B, C, H·p, W·p]`
pub fn depth_to_space(x: Tensor<4>, p: usize) -> Tensor<4> {
    if p == 1 {
        return x;
    }
    let [b, c, h, w] = x.dims();
    let c = c / (p * p);
    x.reshape([b, c, p, p, h, w])
        .permute([0, 1, 4, 2, 5, 3]) // [B, C, H, p, W, p]
        .reshape([b, c, h * p, w * p])
}
