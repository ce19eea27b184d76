//! Between latents.

use burn::tensor::{DType, Tensor};
use unnoise::error::Error;
use unnoise::interpolation::{Interpolation, lerp, slerp};
use unnoise::noise::{NoiseStream, noise_tensor};

use crate::doubles::*;

fn latent(image: usize, dtype: DType) -> Tensor<4> {
    noise_tensor(
        5,
        NoiseStream::Latent,
        0,
        image..image + 1,
        [1, 28, 28],
        &device(),
    )
    .cast(dtype)
}

fn norm(x: Tensor<4>) -> f64 {
    values(x).iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[test]
fn slerp_stays_on_the_sphere_and_lerp_leaves_it() {
    for (dtype, relative) in [(DType::F64, 1e-12), (DType::F32, 1e-5)] {
        let z1 = latent(0, dtype);
        let z2 = latent(1, dtype);
        // Of equal length, so that every point of the arc must have it too.
        let z2 = z2.clone().mul_scalar(norm(z1.clone()) / norm(z2));
        for i in 0..=10 {
            let a = f64::from(i) / 10.0;
            let z = slerp(z1.clone(), z2.clone(), a).unwrap();
            assert_eq!(z.dtype(), dtype);
            assert_close(norm(z), norm(z1.clone()), relative);
        }
        let middle = norm(lerp(z1.clone(), z2.clone(), 0.5).unwrap()) / norm(z1);
        assert!(
            (middle - 0.5f64.sqrt()).abs() < 0.03,
            "half the variance: {middle}"
        );
    }
}

#[test]
fn shares_of_the_angle_are_even() {
    let angle = |x: &Tensor<4>, y: &Tensor<4>| {
        let dot: f64 = values(x.clone())
            .iter()
            .zip(values(y.clone()))
            .map(|(x, y)| x * y)
            .sum();
        (dot / norm(x.clone()) / norm(y.clone())).acos()
    };
    let (z1, z2) = (latent(0, DType::F64), latent(1, DType::F64));
    let whole = angle(&z1, &z2);
    let z2 = z2.clone().mul_scalar(norm(z1.clone()) / norm(z2));
    for a in [0.1, 0.25, 0.5, 0.9] {
        let z = slerp(z1.clone(), z2.clone(), a).unwrap();
        assert_close(angle(&z1, &z), a * whole, 1e-9);
    }
}

#[test]
fn both_ends_are_the_latents_themselves() {
    let (z1, z2) = (latent(0, DType::F32), latent(1, DType::F32));
    for method in [Interpolation::Slerp, Interpolation::Lerp] {
        assert!(distance(method.at(z1.clone(), z2.clone(), 0.0).unwrap(), z1.clone()) < 1e-6);
        assert!(distance(method.at(z1.clone(), z2.clone(), 1.0).unwrap(), z2.clone()) < 1e-6);
        let path = method.path(z1.clone(), z2.clone(), 9).unwrap();
        assert_eq!(path.dims(), [9, 1, 28, 28]);
        assert!(distance(path.clone().narrow(0, 8, 1), z2.clone()) < 1e-6);
        let half = method.at(z1.clone(), z2.clone(), 0.5).unwrap();
        assert!(distance(path.narrow(0, 4, 1), half) < 1e-6);
        assert!(distance(method.path(z1.clone(), z2.clone(), 1).unwrap(), z1.clone()) < 1e-6);
    }
}

/// Each image of a batch turns by its own angle.
#[test]
fn batches_are_image_by_image() {
    let z1 = Tensor::cat(vec![latent(0, DType::F64), latent(2, DType::F64)], 0);
    let z2 = Tensor::cat(
        vec![
            latent(1, DType::F64),
            latent(2, DType::F64).mul_scalar(-0.3),
        ],
        0,
    );
    let both = slerp(z1.clone(), z2.clone(), 0.3).unwrap();
    for k in 0..2 {
        let alone = slerp(z1.clone().narrow(0, k, 1), z2.clone().narrow(0, k, 1), 0.3).unwrap();
        assert!(distance(both.clone().narrow(0, k, 1), alone) < 1e-14);
    }
}

#[test]
fn no_angle_is_no_trouble() {
    for dtype in [DType::F64, DType::F32] {
        let z = latent(0, dtype);
        for other in [
            z.clone(),
            z.clone().mul_scalar(2.0),
            z.clone().mul_scalar(-1.0),
            z.zeros_like(),
        ] {
            let straight = lerp(z.clone(), other.clone(), 0.3).unwrap();
            let apart = distance(slerp(z.clone(), other, 0.3).unwrap(), straight);
            assert!(apart < 1e-6, "{dtype:?}: {apart:e}");
        }
        let nothing = slerp(z.zeros_like(), z.zeros_like(), 0.3).unwrap();
        assert_eq!(norm(nothing), 0.0);
    }
}

#[test]
fn bad_input_is_refused() {
    let (z1, z2) = (latent(0, DType::F32), latent(1, DType::F32));
    for a in [-0.1, 1.1, f64::NAN] {
        for method in [Interpolation::Slerp, Interpolation::Lerp] {
            let refused = method.at(z1.clone(), z2.clone(), a).map(|_| ());
            assert!(matches!(refused, Err(Error::Number { name: "share", .. })));
        }
    }
    let narrow = z2.clone().narrow(3, 0, 5);
    let refused = slerp(z1.clone(), narrow, 0.5).map(|_| ());
    assert!(matches!(
        refused,
        Err(Error::Shape {
            found: [1, 1, 28, 5],
            ..
        })
    ));
    let refused = Interpolation::Slerp.path(z1.clone(), z2, 0).map(|_| ());
    assert!(matches!(refused, Err(Error::Count { name: "frames", .. })));
    let two = Tensor::cat(vec![z1.clone(), z1], 0);
    let refused = Interpolation::Slerp.path(two.clone(), two, 3).map(|_| ());
    assert!(matches!(refused, Err(Error::Shape { found: [2, ..], .. })));
}
