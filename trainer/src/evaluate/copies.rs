//! Whether samples are copies of training images, and whether all classes come up.

use burn::tensor::Tensor;
use serde::Serialize;
use unnoise::sampler::Method;

use super::Bench;
use crate::error::Error;

/// Distances to the nearest training image, as mean squared differences in [0, 1].
#[derive(Debug, Serialize)]
pub struct Copies {
    /// Number of samples, and of test images.
    pub samples: usize,
    /// The distance that 1 % of test images fall below.
    pub closest_test_percent: f64,
    /// Share of samples below it. Without copying, about one in a hundred.
    pub share_closer: f64,
    /// Median distance of samples.
    pub median: f64,
    /// Median distance of test images.
    pub median_test: f64,
}

/// Draws `count` unlabelled samples by DDIM-50, looks for their nearest training images and counts their classes.
pub(crate) fn measure(bench: &Bench, count: usize) -> Result<(Copies, Vec<f64>), Error> {
    let steps = 50.min(bench.model.schedule().steps());
    let config = bench.config(Method::Ddim { eta: 0.0 }, steps);
    let (samples, verdict) = bench.verdict(&config, &vec![None; count])?;
    let mut found = nearest(bench, Tensor::cat(samples, 0));
    let numbers: Vec<usize> = (0..count).collect();
    let mut data = nearest(bench, bench.test.batch(&numbers, bench.device));
    found.sort_by(f32::total_cmp);
    data.sort_by(f32::total_cmp);
    let threshold = data[count / 100];
    let closer = found
        .iter()
        .filter(|&&distance| distance < threshold)
        .count();
    let copies = Copies {
        samples: count,
        closest_test_percent: f64::from(threshold),
        share_closer: closer as f64 / count as f64,
        median: f64::from(found[count / 2]),
        median_test: f64::from(data[count / 2]),
    };
    println!(
        "copies: {:.1} % of {count} unlabelled samples are nearer to a training image than the nearest 1 % of test images",
        100.0 * copies.share_closer
    );
    let classes = bench
        .model
        .config()
        .unet
        .labels
        .first()
        .copied()
        .unwrap_or(0);
    let mut balance = vec![0.0; classes];
    for &class in &verdict.classes {
        balance[class] += 1000.0 / count as f64;
    }
    println!("balance: {balance:.0?} thousandths");
    Ok((copies, balance))
}

/// Mean squared difference of each image to the training image nearest to it.
fn nearest(bench: &Bench, images: Tensor<4>) -> Vec<f32> {
    let [count, c, h, w] = images.dims();
    let size = c * h * w;
    let flat = |images: Tensor<4>, count: usize| {
        images
            .add_scalar(1.0)
            .mul_scalar(0.5)
            .reshape([count, size])
    };
    let images = flat(images, count);
    let norms = |x: &Tensor<2>| x.clone().square().sum_dim(1); // [N, 1]
    let mut best: Option<Tensor<2>> = None;
    let all: Vec<usize> = (0..bench.train.len()).collect();
    for numbers in all.chunks(2000) {
        let train = flat(bench.train.batch(numbers, bench.device), numbers.len());
        let cross = images.clone().matmul(train.clone().transpose()); // [N, 2000]
        let squared = norms(&images) + norms(&train).transpose() - cross.mul_scalar(2.0);
        let closest = squared.min_dim(1); // [N, 1]
        best = Some(match best {
            Some(best) => best.min_pair(closest),
            None => closest,
        });
    }
    best.map_or_else(Vec::new, |best| {
        best.into_data()
            .iter::<f32>()
            .map(|squared| squared / size as f32)
            .collect()
    })
}
