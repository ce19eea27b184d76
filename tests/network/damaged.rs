//! Weights that are not what they should be: each fault has a sentence of its own.

use burn::tensor::Device;
use unnoise::error::Error;
use unnoise::model::{Manifest, Model};
use unnoise::unet::UNet;
use unnoise::weights::{self, WeightsError};

use crate::tiny;

fn load(manifest: &Manifest, bytes: Vec<u8>) -> WeightsError {
    match Model::load(manifest, bytes, &Device::flex()) {
        Err(Error::Weights(error)) => error,
        other => panic!("expected an error about weights, found {other:?}"),
    }
}

/// A manifest that promises just these bytes, so that only their content can be wrong.
fn promising(bytes: &[u8]) -> Manifest {
    Manifest {
        sha256: weights::sha256(bytes),
        bytes: bytes.len(),
        ..tiny::manifest()
    }
}

#[test]
fn survives_a_round_trip_bit_by_bit() {
    let device = Device::flex();
    let bytes = weights::to_bytes(&tiny::network(&device)).expect("written");
    let again = weights::from_bytes(tiny::network(&device), bytes.clone()).expect("read");
    assert!(weights::to_bytes(&again).expect("written") == bytes);
}

#[test]
fn damaged_bytes_are_noticed() {
    let mut bytes = tiny::WEIGHTS.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    assert!(matches!(
        load(&tiny::manifest(), bytes),
        WeightsError::Digest { .. }
    ));
}

#[test]
fn truncated_bytes_are_noticed() {
    let bytes = tiny::WEIGHTS[..tiny::WEIGHTS.len() - 100].to_vec();
    let error = load(&tiny::manifest(), bytes.clone());
    assert!(
        matches!(error, WeightsError::Digest { found_bytes, .. } if found_bytes == bytes.len())
    );
    assert!(matches!(
        load(&promising(&bytes), bytes.clone()),
        WeightsError::Format(_)
    ));
}

#[test]
fn something_else_than_weights_is_noticed() {
    let page = b"<!doctype html><title>404</title>".to_vec();
    assert!(matches!(
        load(&promising(&page), page.clone()),
        WeightsError::Format(_)
    ));
    assert!(matches!(
        load(&promising(&[]), Vec::new()),
        WeightsError::Format(_)
    ));
}

#[test]
fn weights_of_another_architecture_are_noticed() {
    let device = Device::flex();
    let swapped = |change: &dyn Fn(&mut unnoise::unet::UNetConfig)| {
        let mut config = tiny::unet_config();
        change(&mut config);
        let other = UNet::new(&config, &device).expect("a valid config");
        let bytes = weights::to_bytes(&other).expect("written");
        load(&promising(&bytes), bytes)
    };
    let wider = swapped(&|config| config.embedding = 16);
    assert!(matches!(&wider, WeightsError::Shape { .. }), "{wider}");
    let shallower = swapped(&|config| config.middle_blocks = 1);
    assert!(
        matches!(&shallower, WeightsError::Missing { name, .. } if name.starts_with("attention.0") || name.starts_with("middle.1")),
        "{shallower}"
    );
    let deeper = swapped(&|config| config.middle_blocks = 3);
    assert!(matches!(&deeper, WeightsError::Unused { .. }), "{deeper}");
}

#[test]
fn a_manifest_that_is_none_is_refused() {
    for text in ["", "{}", "<!doctype html>", r#"{"name": 3}"#] {
        let error = Manifest::from_json(text).expect_err("refused");
        assert!(matches!(error, Error::Manifest(_)));
    }
    let mut manifest = tiny::manifest();
    manifest.config.labels.pop();
    let error =
        Model::load(&manifest, tiny::WEIGHTS.to_vec(), &Device::flex()).expect_err("refused");
    assert!(matches!(error, Error::LabelNames { .. }), "{error}");
}
