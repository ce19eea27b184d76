//! The noise: its bits, its independence of everything but its keys, and that it is standard normal.

use burn::tensor::Tensor;
use unnoise::noise::{NoiseStream, noise_tensor, standard_normal};

use crate::doubles::*;

#[path = "../common/noise_bits.rs"]
mod noise_bits;

#[test]
fn bits_are_those_of_the_fixture() {
    noise_bits::assert_noise_bits();
}

fn bits(x: Tensor<4>) -> Vec<u32> {
    x.into_data().iter::<f32>().map(f32::to_bits).collect()
}

#[test]
fn image_k_is_the_same_whatever_the_count() {
    let of = |images| noise_tensor(7, NoiseStream::Latent, 0, images, [3, 5, 7], &device());
    let many = of(0..4);
    assert_eq!(many.dims(), [4, 3, 5, 7]);
    for k in 0..4 {
        assert_eq!(bits(of(k..k + 1)), bits(many.clone().narrow(0, k, 1)));
    }
    assert_eq!(of(2..2).dims(), [0, 3, 5, 7]);
}

#[test]
fn shorter_noise_is_the_beginning_of_longer_noise() {
    let mut long = [0.0; 101];
    standard_normal(3, NoiseStream::Forward, 5, 6, &mut long);
    for length in [0, 1, 2, 63, 64, 65, 100] {
        let mut short = vec![0.0; length];
        standard_normal(3, NoiseStream::Forward, 5, 6, &mut short);
        assert_eq!(short, long[..length]);
    }
}

#[test]
fn every_key_changes_the_noise() {
    let of = |seed, stream, step, image| {
        let mut out = [0.0; 4];
        standard_normal(seed, stream, step, image, &mut out);
        out.map(f32::to_bits)
    };
    let keys = [
        of(1, NoiseStream::Latent, 0, 0),
        of(2, NoiseStream::Latent, 0, 0),
        of(1, NoiseStream::Ancestral, 0, 0),
        of(1, NoiseStream::Forward, 0, 0),
        of(1, NoiseStream::Latent, 1, 0),
        of(1, NoiseStream::Latent, 0, 1),
    ];
    for i in 0..keys.len() {
        for j in 0..i {
            assert_ne!(keys[i], keys[j]);
        }
    }
}

#[test]
fn it_is_standard_normal() {
    let n = 1 << 20;
    let mut z = vec![0.0; n];
    standard_normal(11, NoiseStream::Latent, 0, 0, &mut z);
    let moment = |k: i32| z.iter().map(|&z| f64::from(z).powi(k)).sum::<f64>() / n as f64;
    // Five standard errors each: √(1/n), √(2/n), √(15/n), √(96/n).
    let error = 5.0 / (n as f64).sqrt();
    assert!(moment(1).abs() < error);
    assert!((moment(2) - 1.0).abs() < error * 2f64.sqrt());
    assert!(moment(3).abs() < error * 15f64.sqrt());
    assert!((moment(4) - 3.0).abs() < error * 96f64.sqrt());
    // The two numbers of a pair, and neighbours of different pairs, are uncorrelated.
    for lag in [1, 2] {
        let products = z.iter().zip(&z[lag..]).map(|(a, b)| f64::from(a * b));
        assert!((products.sum::<f64>() / n as f64).abs() < error);
    }
    // u = 2⁻³² gives the largest number there can be, 6.66.
    assert!(z.iter().all(|z| z.abs() < 6.67));
}
