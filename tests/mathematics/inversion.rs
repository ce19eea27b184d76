//! Encoding and decoding again.

use burn::tensor::{DType, Tensor};
use unnoise::error::Error;
use unnoise::gaussian::GaussianDenoiser;
use unnoise::inversion::{Inversion, InversionLabel, decoding, squared_error};
use unnoise::parameterisation::Parameterisation;
use unnoise::sampler::Clip;
use unnoise::timesteps::Spacing;

use crate::doubles::*;

const LABELS: [InversionLabel; 2] = [InversionLabel::Next, InversionLabel::Current];

/// The squared error on the scale [0, 1] of an x with |x| = 1, encoded and decoded by the exact denoiser of N(0, 0.25).
fn error(
    kind: Parameterisation,
    label: InversionLabel,
    spacing: Spacing,
    steps: usize,
    dtype: DType,
) -> f64 {
    let schedule = linear();
    let denoiser = GaussianDenoiser::new(&schedule, 0.0, 0.5, kind).unwrap();
    let image = tensor(&[1.0, -1.0], [1, 1, 1, 2], dtype);
    let inversion = Inversion::new(&schedule, spacing, steps, label, image.clone()).unwrap();
    let latent = inversion.finish(&denoiser);
    let back = decoding(&schedule, spacing, steps, Clip::Off, latent)
        .unwrap()
        .finish(&denoiser);
    values(squared_error(image, back))[0]
}

/// Computed elsewhere (research notes of the project), printed to the digits given; compared to half a unit of the last.
#[test]
fn errors_on_gaussian_data() {
    let steps = [10, 20, 50, 100, 1000];
    let next = [
        (0.0186, 5e-5),
        (0.0046, 5e-5),
        (7.2e-4, 5e-6),
        (1.8e-4, 5e-6),
        (1.8e-6, 5e-8),
    ];
    let current = [
        (0.0484, 5e-5),
        (0.0153, 5e-5),
        (2.9e-3, 5e-5),
        (7.7e-4, 5e-6),
        (9.1e-6, 5e-8),
    ];
    for (label, table) in LABELS.into_iter().zip([next, current]) {
        for (steps, (expected, unit)) in steps.into_iter().zip(table) {
            let found = error(
                Parameterisation::Epsilon,
                label,
                Spacing::Leading,
                steps,
                DType::F64,
            );
            assert!(
                (found - expected).abs() <= unit,
                "{label:?} {steps}: expected {expected}, found {found}"
            );
            let single = error(
                Parameterisation::Epsilon,
                label,
                Spacing::Leading,
                steps,
                DType::F32,
            );
            assert_close(single, found, 1e-2);
        }
    }
}

#[test]
fn errors_shrink_with_the_number_of_steps() {
    for label in LABELS {
        for spacing in [Spacing::Leading, Spacing::Trailing, Spacing::Linspace] {
            let errors = [10, 20, 50, 100, 1000]
                .map(|steps| error(Parameterisation::Epsilon, label, spacing, steps, DType::F64));
            assert!(
                errors.is_sorted_by(|a, b| a > b),
                "{label:?} {spacing:?}: {errors:?}"
            );
            assert!(errors[4] < 1e-5, "{label:?} {spacing:?}: {errors:?}");
        }
    }
}

#[test]
fn what_the_output_stands_for_makes_no_difference() {
    for label in LABELS {
        for steps in [1, 10, 50] {
            let of = |kind| error(kind, label, Spacing::Leading, steps, DType::F64);
            assert_close(
                of(Parameterisation::X0),
                of(Parameterisation::Epsilon),
                1e-6,
            );
            assert_close(of(Parameterisation::V), of(Parameterisation::Epsilon), 1e-6);
        }
    }
}

#[test]
fn the_network_is_told_the_right_timestep() {
    let denoiser = GaussianDenoiser::new(&linear(), 0.0, 0.5, Parameterisation::Epsilon).unwrap();
    for (label, expected) in [
        (InversionLabel::Next, vec![0, 250, 500, 750]),
        (InversionLabel::Current, vec![0, 250, 500]),
    ] {
        let mut inversion = Inversion::new(&linear(), Spacing::Leading, 4, label, image()).unwrap();
        let mut told = Vec::new();
        while let Some(step) = inversion.next_step(&denoiser) {
            assert_eq!((step.index, step.of), (told.len(), expected.len()));
            told.push(step.t);
            assert_eq!(inversion.remaining(), expected.len() - told.len());
        }
        assert_eq!(told, expected);
    }
}

/// With a linear denoiser everything is linear, unless something is clamped.
#[test]
fn nothing_is_clipped_on_the_way_up() {
    let denoiser = GaussianDenoiser::new(&linear(), 0.0, 0.5, Parameterisation::Epsilon).unwrap();
    let encode = |x: Tensor<4>| {
        Inversion::new(&linear(), Spacing::Trailing, 10, InversionLabel::Next, x)
            .unwrap()
            .finish(&denoiser)
    };
    let factor = 10.0;
    assert!(
        distance(
            encode(image().mul_scalar(factor)),
            encode(image()).mul_scalar(factor)
        ) < 1e-10
    );
}

/// The encoding of N(0, s²) data is standard normal: x_T = x₀/s once ᾱ is small.
#[test]
fn the_latent_of_gaussian_data_is_standard_normal() {
    let denoiser = GaussianDenoiser::new(&linear(), 0.0, 0.5, Parameterisation::V).unwrap();
    let inversion = Inversion::new(
        &linear(),
        Spacing::Trailing,
        1000,
        InversionLabel::Next,
        image(),
    )
    .unwrap();
    assert!(distance(inversion.finish(&denoiser), image().div_scalar(0.5)) < 0.01);
}

#[test]
fn one_step_and_bad_counts() {
    for label in LABELS {
        for spacing in [
            Spacing::Leading,
            Spacing::Trailing,
            Spacing::Linspace,
            Spacing::Quadratic,
        ] {
            assert!(error(Parameterisation::X0, label, spacing, 1, DType::F64).is_finite());
        }
        let refused = Inversion::new(&linear(), Spacing::Leading, 0, label, image()).map(|_| ());
        assert_eq!(
            refused,
            Err(Error::Steps {
                steps: 0,
                train_steps: 1000
            })
        );
    }
    assert!(decoding(&linear(), Spacing::Leading, 1001, Clip::Off, image()).is_err());
}
