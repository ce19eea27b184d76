//! What the page asks for, driven natively.

use burn::tensor::{Device, Tensor};
use unnoise::bound::nearest_level;
use unnoise::engine::{
    BoundOptions, EncodeOptions, Endpoint, Engine, Frames, InterpolateOptions, Job, Label,
    NoiseOptions, Outcome, PredictOptions, SampleOptions, StepNoiseOptions,
};
use unnoise::error::Error;
use unnoise::interpolation::Interpolation;
use unnoise::model::Model;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::sampler::{Clip, FreshNoise, Method, SamplerConfig, Variance};
use unnoise::timesteps::Spacing;

use crate::tiny;

fn engine() -> Engine {
    let device = Device::flex();
    Engine::new(Model::load(&tiny::manifest(), tiny::WEIGHTS.to_vec(), &device).expect("loads"))
}

fn options(count: usize, method: Method, steps: usize) -> SampleOptions {
    SampleOptions {
        count,
        first: 0,
        config: SamplerConfig {
            method,
            steps,
            spacing: Spacing::Trailing,
            clip: Clip::Rederive,
            seed: 7,
            noise: FreshNoise::Each,
        },
        label: None,
        guidance: 1.0,
        frames: Frames::All,
    }
}

const DDIM: Method = Method::Ddim { eta: 0.0 };
const DDPM: Method = Method::Ddpm {
    variance: Variance::Small,
};

fn finish(mut job: Job) -> (usize, Outcome) {
    let mut steps = 0;
    while let Some(frame) = job.step().expect("steps") {
        assert_eq!(frame.index, steps);
        steps += 1;
        assert!(steps <= frame.of);
    }
    (steps, job.outcome())
}

fn images(engine: &Engine, options: &SampleOptions) -> Vec<f32> {
    let (_, outcome) = finish(engine.sample(options).expect("starts"));
    numbers(outcome.images.expect("images"))
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("f32")
}

#[test]
fn the_same_options_give_the_same_bytes_and_image_k_does_not_depend_on_the_count() {
    let engine = engine();
    for method in [DDIM, DDPM] {
        let three = images(&engine, &options(3, method, 5));
        assert_eq!(three, images(&engine, &options(3, method, 5)));
        let one = images(&engine, &options(1, method, 5));
        assert!(tiny::difference(&three[..one.len()], &one) < 1e-5);
        let mut rest = options(2, method, 5);
        rest.first = 1;
        assert!(tiny::difference(&three[one.len()..], &images(&engine, &rest)) < 1e-5);
        let mut other = options(1, method, 5);
        other.config.seed = 8;
        assert!(tiny::difference(&images(&engine, &other), &one) > 1e-2);
    }
}

#[test]
fn frames_hold_the_state_before_the_step_and_what_follows_from_it() {
    let mut job = engine().sample(&options(2, DDIM, 4)).expect("starts");
    let latents = numbers(job.outcome().latents);
    let first = job.step().expect("steps").expect("a first step");
    assert_eq!((first.index, first.of, first.t), (0, 4, 999));
    let (xt, _) = first.images.expect("every frame is shown");
    assert_eq!(numbers(xt), latents);
    let mut last = None;
    while let Some(frame) = job.step().expect("steps") {
        last = frame.images;
    }
    let (_, x0) = last.expect("frames");
    assert_eq!(numbers(x0), numbers(job.outcome().images.expect("images")));
}

#[test]
fn only_frames_that_are_shown_carry_images() {
    let mut every = options(1, DDIM, 7);
    every.frames = Frames::Every(3);
    let mut job = engine().sample(&every).expect("starts");
    let mut shown = Vec::new();
    while let Some(frame) = job.step().expect("steps") {
        if frame.images.is_some() {
            shown.push(frame.index);
        }
    }
    assert_eq!(shown, [0, 3, 6]);
}

#[test]
fn guidance_goes_through_both_of_its_ends() {
    let engine = engine();
    let guided = |guidance: f64, label: Option<Label>| {
        let mut o = options(2, DDIM, 3);
        o.guidance = guidance;
        o.label = label;
        images(&engine, &o)
    };
    let label = Some(Label::Each(vec![0, 1]));
    let nearly = |a: &[f32], b: &[f32]| tiny::difference(a, b) < 1e-3;
    assert!(nearly(&guided(0.0, label.clone()), &guided(1.0, None)));
    assert!(nearly(
        &guided(1.0 + 1e-7, label.clone()),
        &guided(1.0, label.clone())
    ));
    assert!(!nearly(
        &guided(3.0, label.clone()),
        &guided(1.0, label.clone())
    ));
    assert!(!nearly(&guided(1.0, label), &guided(1.0, None)));
}

#[test]
fn an_interpolation_begins_and_ends_with_the_samples_of_its_seeds() {
    let engine = engine();
    let part = |from: Endpoint, to: Endpoint, part: Option<[usize; 2]>| {
        let job = engine.interpolate(&InterpolateOptions {
            from,
            to,
            frames: 4,
            part,
            config: options(1, DDIM, 5).config,
            method: Interpolation::Slerp,
            label: None,
            guidance: 1.0,
        });
        finish(job.expect("starts"))
    };
    let strip = |from: Endpoint, to: Endpoint| part(from, to, None);
    let (steps, outcome) = strip(Endpoint::Seed(7), Endpoint::Seed(8));
    assert_eq!(steps, 5);
    let found = numbers(outcome.images.expect("images"));
    let one = images(&engine, &options(1, DDIM, 5));
    assert!(tiny::difference(&found[..one.len()], &one) < 1e-5);

    // Made in parts, it is the same strip.
    let (_, some) = part(Endpoint::Seed(7), Endpoint::Seed(8), Some([1, 2]));
    let some = numbers(some.images.expect("images"));
    let size = one.len();
    assert!(tiny::difference(&some, &found[size..3 * size]) < 1e-5);

    // An image as an end is encoded first: twice the steps, and its latent begins the strip.
    let image = one.clone();
    let (steps, outcome) = strip(Endpoint::Image(image.clone()), Endpoint::Seed(8));
    assert_eq!(steps, 10);
    let latents = numbers(outcome.latents);
    let (_, encoded) = finish(engine.encode(&encode(image, 5)).expect("starts"));
    assert!(tiny::difference(&latents[..one.len()], &numbers(encoded.latents)) < 1e-4);
}

#[test]
fn a_strip_by_ddpm_between_equal_ends_is_one_image_when_its_noise_is_shared() {
    let engine = engine();
    let strip = |noise: FreshNoise, part: Option<[usize; 2]>| {
        let mut config = options(1, DDPM, 5).config;
        config.noise = noise;
        let job = engine.interpolate(&InterpolateOptions {
            from: Endpoint::Seed(7),
            to: Endpoint::Seed(7),
            frames: 3,
            part,
            config,
            method: Interpolation::Slerp,
            label: None,
            guidance: 1.0,
        });
        let (_, outcome) = finish(job.expect("starts"));
        numbers(outcome.images.expect("images"))
    };
    let one = images(&engine, &options(1, DDPM, 5));
    let last = 2 * one.len()..;
    let shared = strip(FreshNoise::Shared, None);
    assert!(tiny::difference(&shared[last.clone()], &one) < 1e-4);
    assert!(tiny::difference(&strip(FreshNoise::Shared, Some([2, 1])), &one) < 1e-4);
    assert!(tiny::difference(&strip(FreshNoise::Each, None)[last], &one) > 1e-2);
}

#[test]
fn the_noise_of_a_step_is_that_of_sampling_and_not_that_of_the_forward_process() {
    let engine = engine();
    let of = |noise: FreshNoise| {
        let options = StepNoiseOptions {
            count: 2,
            t: 400,
            seed: 7,
            noise,
        };
        numbers(engine.step_noise(&options).expect("noise"))
    };
    let drawn = |images| {
        let shape = engine.model().image_shape();
        let device = Device::flex();
        numbers(noise_tensor(
            7,
            NoiseStream::Ancestral,
            400,
            images,
            shape,
            &device,
        ))
    };
    assert_eq!(of(FreshNoise::Each), drawn(0..2));
    assert_eq!(of(FreshNoise::Shared), [drawn(0..1), drawn(0..1)].concat());
    let refused = |count, t| {
        let options = StepNoiseOptions {
            count,
            t,
            seed: 0,
            noise: FreshNoise::Each,
        };
        engine.step_noise(&options).expect_err("refused")
    };
    assert!(matches!(refused(1, 1000), Error::Timestep { t: 1000, .. }));
    assert!(matches!(refused(0, 5), Error::Count { name: "count", .. }));
}

fn encode(image: Vec<f32>, steps: usize) -> EncodeOptions {
    EncodeOptions {
        image,
        steps,
        spacing: Spacing::Trailing,
        label: None,
    }
}

#[test]
fn reconstruction_reports_the_error_that_it_made() {
    let engine = engine();
    let image = images(&engine, &options(2, DDIM, 3));
    let (steps, outcome) = finish(
        engine
            .reconstruct(&encode(image.clone(), 6))
            .expect("starts"),
    );
    assert_eq!(steps, 12);
    let back = numbers(outcome.images.expect("images"));
    let half = image.len() / 2;
    let errors = numbers(outcome.error.expect("an error for each image"));
    for (i, error) in errors.iter().enumerate() {
        let part = i * half..(i + 1) * half;
        let squares = image[part.clone()]
            .iter()
            .zip(&back[part])
            .map(|(a, b)| ((a - b) / 2.0).powi(2));
        let expected = squares.sum::<f32>() / half as f32;
        assert!(
            (error - expected).abs() <= 1e-5 * expected.max(1e-3),
            "{error} {expected}"
        );
    }
}

#[test]
fn forward_noise_spreads_one_image_and_predict_reads_its_own_noise() {
    let engine = engine();
    let image = images(&engine, &options(1, DDIM, 3));
    let noised = engine
        .forward_noise(&NoiseOptions {
            image: image.clone(),
            t: vec![0, 500, 999],
            seed: 3,
        })
        .expect("noised");
    assert_eq!(noised.xt.dims()[0], 3);
    let alpha_bar = noised.alpha_bar[1];
    let noise = numbers(noised.noise);
    let xt = numbers(noised.xt);
    let size = image.len();
    assert_eq!(noise[..size], noise[size..2 * size]);
    for i in 0..size {
        let expected =
            alpha_bar.sqrt() as f32 * image[i] + (1.0 - alpha_bar).sqrt() as f32 * noise[i];
        assert!((xt[size + i] - expected).abs() < 1e-5);
    }

    // ε̂ and x̂₀ explain xₜ together.
    let (epsilon, x0) = engine
        .predict(&PredictOptions {
            image: xt[size..2 * size].to_vec(),
            t: vec![500],
            label: None,
            guidance: 1.0,
        })
        .expect("predicted");
    let again: Vec<f32> = numbers(x0)
        .iter()
        .zip(numbers(epsilon))
        .map(|(x0, e)| alpha_bar.sqrt() as f32 * x0 + (1.0 - alpha_bar).sqrt() as f32 * e)
        .collect();
    assert!(tiny::difference(&again, &xt[size..2 * size]) < 1e-4);
}

#[test]
fn wrong_options_are_refused_before_anything_starts() {
    let engine = engine();
    let refused = |change: &dyn Fn(&mut SampleOptions)| {
        let mut o = options(2, DDIM, 5);
        change(&mut o);
        engine.sample(&o).err().expect("refused").to_string()
    };
    assert!(refused(&|o| o.count = 0).contains("`count`"));
    assert!(refused(&|o| o.config.steps = 0).contains("sampling steps"));
    assert!(refused(&|o| o.config.steps = 1001).contains("1001"));
    assert!(refused(&|o| o.config.method = Method::Ddim { eta: 1.5 }).contains("`eta`"));
    assert!(refused(&|o| o.label = Some(Label::Same(2))).contains("from 0 to 1"));
    assert!(refused(&|o| o.label = Some(Label::Each(vec![0; 3]))).contains("`label`"));
    assert!(refused(&|o| o.guidance = f64::NAN).contains("`guidance`"));
    let image = engine
        .encode(&encode(vec![0.0; 5], 5))
        .err()
        .expect("refused");
    assert!(matches!(image, Error::Count { name: "image", .. }));
    let noised = |t: Vec<usize>| {
        let image = vec![0.0; 2 * 2 * 16 * 8];
        engine
            .forward_noise(&NoiseOptions { image, t, seed: 0 })
            .expect_err("refused")
    };
    assert!(matches!(
        noised(vec![1000]),
        Error::Timestep { t: 1000, .. }
    ));
    assert!(matches!(
        noised(vec![1, 2, 3]),
        Error::Count { name: "t", .. }
    ));
}

/// Sizes are products, and are looked at as such before memory is asked for.
#[test]
fn what_does_not_fit_is_refused_before_memory_is_asked_for() {
    let engine = engine();
    for count in [1 << 20, 4_000_000_000, usize::MAX] {
        let error = engine.sample(&options(count, DDIM, 5)).err();
        assert!(matches!(error, Some(Error::Count { name: "count", .. })));
        let step = StepNoiseOptions {
            count,
            t: 5,
            seed: 0,
            noise: Default::default(),
        };
        assert!(engine.step_noise(&step).is_err());
    }
    let [c, h, w] = engine.model().image_shape();
    let spread = NoiseOptions {
        image: vec![0.0; c * h * w],
        t: vec![5; 1_000_000],
        seed: 0,
    };
    let error = engine.forward_noise(&spread).expect_err("refused");
    assert!(matches!(error, Error::Count { name: "t", .. }), "{error}");
}

#[test]
fn terms_of_the_bound_follow_from_the_predictions_and_not_from_what_else_is_asked_for() {
    let engine = engine();
    let [c, h, w] = engine.model().image_shape();
    let image: Vec<f32> = (0..c * h * w)
        .map(|k| nearest_level((k % 9) as f32 / 4.0 - 1.0))
        .collect();
    let ask = |t: &[usize]| {
        let options = BoundOptions {
            image: image.clone(),
            t: t.to_vec(),
            seed: 3,
            label: Some(Label::Same(1)),
        };
        let bounded = engine.bound(&options).expect("bounded");
        (
            numbers(bounded.prior)[0],
            numbers(bounded.terms),
            numbers(bounded.x0),
        )
    };
    let timesteps = [999, 400, 10, 1, 0];
    let (prior, terms, x0) = ask(&timesteps);
    assert_eq!(terms.len(), timesteps.len());

    let schedule = engine.model().schedule();
    let (alpha_bar, size) = (schedule.alpha_bar(999), image.len());
    let kl = |x: f32| 0.5 * (alpha_bar * f64::from(x).powi(2) - alpha_bar - (1.0 - alpha_bar).ln());
    let expected = image.iter().map(|&x| kl(x)).sum::<f64>() / size as f64 / 2f64.ln();
    assert!(
        (f64::from(prior) / expected - 1.0).abs() < 1e-2,
        "{prior}, {expected}"
    );

    for (k, &t) in timesteps.iter().enumerate() {
        let (_, alone, _) = ask(&[t]);
        assert!((alone[0] / terms[k] - 1.0).abs() < 1e-3, "t = {t}");
        if t == 0 {
            assert!(terms[k] > 0.0);
            continue;
        }
        // Kingma et al. 2021, eq. 14: half the fall of the signal-to-noise ratio, times the squared error of x̂₀.
        let guess = &x0[k * size..(k + 1) * size];
        let error = image
            .iter()
            .zip(guess)
            .map(|(a, b)| f64::from(a - b).powi(2))
            .sum::<f64>();
        let expected =
            0.5 * (schedule.snr(t - 1) - schedule.snr(t)) * error / size as f64 / 2f64.ln();
        let found = f64::from(terms[k]);
        assert!(
            (found / expected - 1.0).abs() < 1e-3,
            "t = {t}: {found}, {expected}"
        );
    }
}

#[test]
fn the_bound_is_of_whole_grey_values() {
    let engine = engine();
    let [c, h, w] = engine.model().image_shape();
    let between: Vec<f32> = (0..c * h * w).map(|k| (k % 9) as f32 / 4.1 - 1.0).collect();
    let whole = between.iter().map(|&x| nearest_level(x)).collect();
    assert_ne!(between, whole);
    let of = |image: Vec<f32>| {
        let options = BoundOptions {
            image,
            t: vec![0, 1, 600],
            seed: 3,
            label: None,
        };
        let bounded = engine.bound(&options).expect("bounded");
        (numbers(bounded.prior), numbers(bounded.terms))
    };
    assert_eq!(of(between), of(whole));
}

#[test]
fn the_bound_is_of_one_image() {
    let engine = engine();
    let [c, h, w] = engine.model().image_shape();
    let options = BoundOptions {
        image: vec![0.0; 2 * c * h * w],
        t: vec![5],
        seed: 0,
        label: None,
    };
    let error = engine.bound(&options).expect_err("two images").to_string();
    assert!(
        error.contains("one image") && error.contains('2'),
        "{error}"
    );
}
