//! A linear VAE in files: damage of each kind is noticed, and the two that ship are what their records say.

use std::path::Path;

use half::f16;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde_json::{Value, json};
use unnoise::error::Error;
use unnoise::exact::linear_file::{LinearConfig, LinearManifest};
use unnoise::exact::ppca::LinearVae;
use unnoise::weights::{WeightsError, sha256};

use crate::exact_mixture::assert_near;
use crate::exact_ppca::images;

/// Three pixels, two latents, numbers that f16 holds.
const W: [f64; 6] = [0.5, -1.0, 0.25, 2.0, -0.75, 0.0];
const MEAN: [f64; 3] = [-1.0, 0.5, 0.125];

fn bytes() -> Vec<u8> {
    let vae = LinearVae::new(&W, MEAN.to_vec(), 0.3).unwrap();
    vae.to_bytes().unwrap()
}

/// The text of a manifest that promises just these bytes, so that only their content can be wrong.
fn text(bytes: &[u8]) -> Value {
    json!({
        "name": "three", "kind": "ppca", "weights": "model.safetensors", "sha256": sha256(bytes), "bytes": bytes.len(),
        "parameters": 10, "licence": "none",
        "config": { "latents": 2, "channels": 1, "height": 1, "width": 3, "variance": 0.3 }
    })
}

fn promising(bytes: &[u8]) -> LinearManifest {
    LinearManifest::from_json(&text(bytes).to_string()).unwrap()
}

/// A file of tensors (name, type, shape, bytes).
fn file(tensors: &[(&str, Dtype, Vec<usize>, Vec<u8>)]) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (
            *name,
            TensorView::new(*dtype, shape.clone(), bytes).unwrap(),
        )
    });
    serialize(views, None).unwrap()
}

fn floats(values: &[f64]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|&x| (x as f32).to_le_bytes())
        .collect()
}

fn fault(bytes: &[u8]) -> WeightsError {
    match LinearVae::from_bytes(&promising(bytes), bytes) {
        Err(Error::Weights(error)) => error,
        other => panic!("expected an error about weights, found {other:?}"),
    }
}

#[test]
fn a_model_survives_its_file() {
    let bytes = bytes();
    let vae = LinearVae::from_bytes(&promising(&bytes), &bytes).unwrap();
    assert_eq!((vae.w(), vae.mean()), (W.to_vec(), &MEAN[..]));
    assert_eq!(vae, LinearVae::new(&W, MEAN.to_vec(), 0.3).unwrap());
    assert_eq!(vae.to_bytes().unwrap(), bytes);
    // In f32 too.
    let single = file(&[
        ("w", Dtype::F32, vec![3, 2], floats(&W)),
        ("mean", Dtype::F32, vec![3], floats(&MEAN)),
    ]);
    assert_eq!(
        LinearVae::from_bytes(&promising(&single), &single).unwrap(),
        vae
    );
    let large = LinearVae::new(&[1e6, 0.0], vec![0.0; 2], 1.0).unwrap();
    assert!(matches!(large.to_bytes(), Err(WeightsError::Value { .. })));
}

#[test]
fn bytes_that_were_not_promised_are_noticed() {
    let whole = bytes();
    let manifest = promising(&whole);
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let short = &whole[..whole.len() - 1];
    for bytes in [&flipped[..], short, &[]] {
        let error = LinearVae::from_bytes(&manifest, bytes).unwrap_err();
        assert!(
            matches!(error, Error::Weights(WeightsError::Digest { .. })),
            "{error}"
        );
    }
    // Promised, and no safetensors.
    for bytes in [short, &[], b"<!doctype html>"] {
        let error = fault(bytes);
        assert!(matches!(error, WeightsError::Format(_)), "{error}");
    }
}

#[test]
fn tensors_that_are_none_of_such_a_model_are_noticed() {
    let w = || ("w", Dtype::F32, vec![3, 2], floats(&W));
    let mean = || ("mean", Dtype::F32, vec![3], floats(&MEAN));
    let missing = fault(&file(&[w()]));
    assert!(
        matches!(&missing, WeightsError::Missing { name, .. } if name == "mean"),
        "{missing}"
    );
    let unused = fault(&file(&[
        w(),
        mean(),
        ("bias", Dtype::F32, vec![3], floats(&MEAN)),
    ]));
    assert!(
        matches!(&unused, WeightsError::Unused { name, .. } if name == "bias"),
        "{unused}"
    );
    let turned = ("w", Dtype::F32, vec![2, 3], floats(&W));
    let long = ("mean", Dtype::F32, vec![6], floats(&W));
    for tensors in [[turned, mean()], [w(), long]] {
        let error = fault(&file(&tensors));
        assert!(matches!(error, WeightsError::Shape { .. }), "{error}");
    }
    let other = ("mean", Dtype::I32, vec![3], vec![0; 12]);
    let error = fault(&file(&[w(), other]));
    assert!(error.to_string().contains("type I32"), "{error}");
    for damage in [f64::NAN, f64::INFINITY] {
        let single = ("mean", Dtype::F32, vec![3], floats(&[0.0, damage, 0.0]));
        let half = [0.0, 0.0, damage];
        let half = half
            .iter()
            .flat_map(|&x| f16::from_f64(x).to_le_bytes())
            .collect();
        for damaged in [single, ("mean", Dtype::F16, vec![3], half)] {
            let error = fault(&file(&[w(), damaged]));
            assert!(
                matches!(&error, WeightsError::Value { name, .. } if name == "mean"),
                "{error}"
            );
        }
    }
}

#[test]
fn a_manifest_that_is_none_is_refused() {
    let whole = text(&bytes());
    let with = |key: &str, value: Value| {
        let mut text = whole.clone();
        text["config"][key] = value;
        LinearManifest::from_json(&text.to_string()).unwrap_err()
    };
    for (key, value) in [("latents", 0), ("latents", 65), ("width", 0)] {
        assert!(matches!(with(key, json!(value)), Error::Count { .. }));
    }
    for width in [65_537u64, u64::MAX] {
        assert!(matches!(with("width", json!(width)), Error::Count { .. }));
    }
    assert!(matches!(
        with("channels", json!(u64::MAX / 2)),
        Error::Count { .. }
    ));
    for variance in [0.0, -1.0] {
        assert!(matches!(
            with("variance", json!(variance)),
            Error::Number { .. }
        ));
    }
    for value in [json!(null), json!("0.3")] {
        assert!(matches!(with("variance", value), Error::Manifest(_)));
    }
    assert!(matches!(with("depth", json!(3)), Error::Manifest(_)));
    let mut other = whole.clone();
    other["kind"] = json!("vae");
    for text in ["", "{}", "<!doctype html>", &other.to_string()] {
        let error = LinearManifest::from_json(text).unwrap_err();
        assert!(matches!(error, Error::Manifest(_)), "{error}");
    }
    // One that was not read from a text.
    let bytes = bytes();
    let mut manifest = promising(&bytes);
    manifest.config = LinearConfig {
        variance: f64::NAN,
        ..manifest.config
    };
    assert!(matches!(
        LinearVae::from_bytes(&manifest, &bytes),
        Err(Error::Number { .. })
    ));
}

/// A model that ships, and the figures of its record.
fn shipped(latents: usize) -> (LinearVae, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("models/digits-ppca{latents}"));
    let text = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    let manifest = LinearManifest::from_json(&text("model.json")).unwrap();
    let bytes = std::fs::read(folder.join(&manifest.weights)).unwrap();
    let record: Value = serde_json::from_str(&text("training.json")).unwrap();
    let vae = LinearVae::from_bytes(&manifest, &bytes).unwrap();
    assert_eq!(manifest.parameters, 784 * (latents + 1) + 1);
    assert_eq!((vae.latents(), vae.pixels()), (latents, 784));
    (vae, record["figures"].clone())
}

#[test]
fn the_models_that_ship_have_the_figures_of_the_table() {
    for (latents, variance, training, testing, reconstruction, kl) in [
        (2, 0.22438, -531.00, -529.07, -524.67, 4.40),
        (16, 0.11145, -284.97, -278.97, -246.23, 32.74),
    ] {
        let (vae, figures) = shipped(latents);
        let figure = |name: &str| figures[name].as_f64().unwrap();
        assert_near(vae.variance(), variance, 5e-6);
        assert_eq!(figure("variance"), vae.variance());
        assert_near(figure("log_evidence_train"), training, 0.01);
        assert_near(figure("log_evidence_test"), testing, 0.01);
        assert_near(figure("reconstruction_test"), reconstruction, 0.01);
        assert_near(figure("kl_test"), kl, 0.01);
        let sum = figure("reconstruction_test") - figure("kl_test");
        assert_near(figure("log_evidence_test"), sum, 1e-9);
    }
}

#[test]
#[ignore = "UNNOISE_MNIST names the folder of MNIST"]
fn the_models_that_ship_have_the_figures_of_their_record() {
    let folder =
        std::env::var_os("UNNOISE_MNIST").expect("UNNOISE_MNIST names the folder of MNIST");
    for (name, figure) in [
        ("train", "log_evidence_train"),
        ("t10k", "log_evidence_test"),
    ] {
        let images = images(Path::new(&folder), name);
        for latents in [2, 16] {
            let (vae, figures) = shipped(latents);
            let sum: f64 = images.iter().map(|x| vae.log_evidence(x).unwrap()).sum();
            let recorded = figures[figure].as_f64().unwrap();
            assert_near(sum / images.len() as f64, recorded, 1e-9);
        }
    }
}
