//! Samples as one PNG.

use std::path::Path;

use burn::tensor::Tensor;
use image::{ImageBuffer, Rgb};

use crate::error::Error;

/// Writes images as a grid of `columns`, each pixel `scale` × `scale`.
///
/// # Errors
/// When the file cannot be written.
pub fn write(images: Tensor<4>, columns: usize, scale: usize, path: &Path) -> Result<(), Error> {
    let [count, channels, height, width] = images.dims();
    let values: Vec<f32> = images.into_data().iter::<f32>().collect();
    let rows = count.div_ceil(columns);
    let size = |tiles: usize, side: usize| (tiles * side * scale) as u32;
    let mut picture = ImageBuffer::new(size(columns, width), size(rows, height));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (x, y) = (x as usize / scale, y as usize / scale);
        let tile = (y / height) * columns + x / width;
        let value = |channel: usize| {
            let place = ((tile * channels + channel) * height + y % height) * width + x % width;
            ((values[place] + 1.0) * 127.5).round().clamp(0.0, 255.0) as u8
        };
        *pixel = if tile >= count {
            Rgb([128; 3])
        } else if channels == 3 {
            Rgb([value(0), value(1), value(2)])
        } else {
            Rgb([value(0); 3])
        };
    }
    picture.save(path).map_err(|error| Error::File {
        action: "write",
        path: path.to_owned(),
        source: std::io::Error::other(error),
    })
}
