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

/// The fixture's file with the bytes of one number of its first tensor replaced.
fn with_number(number: [u8; 4]) -> Vec<u8> {
    let mut bytes = tiny::WEIGHTS.to_vec();
    let header = u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    // F16 or F32: where the last of a tensor's first four bytes lies is the exponent of both.
    bytes[8 + header..8 + header + 4].copy_from_slice(&number);
    bytes
}

#[test]
fn numbers_that_are_none_are_noticed() {
    let finite = with_number([0, 0, 0, 0x3c]);
    assert!(Model::load(&promising(&finite), finite.clone(), &Device::flex()).is_ok());
    for number in [
        f32::INFINITY.to_le_bytes(),
        f32::NEG_INFINITY.to_le_bytes(),
        [0, 0x7c, 0, 0x7c],
        [1, 0xfe, 1, 0xfe],
        [0xff; 4],
    ] {
        let bytes = with_number(number);
        let error = load(&promising(&bytes), bytes.clone());
        if matches!(&error, WeightsError::Value { .. }) {
            assert!(error.to_string().contains("NaN or infinity"), "{error}");
        } else {
            panic!("{number:?}: {error}");
        }
    }
}

#[test]
fn headers_that_lie_are_noticed() {
    let fault = |bytes: Vec<u8>| match load(&promising(&bytes), bytes.clone()) {
        WeightsError::Format(found) => found,
        other => panic!("expected a fault of the format, found {other}"),
    };
    let mut trailing = tiny::WEIGHTS.to_vec();
    trailing.extend([0; 64]);
    fault(trailing);
    let mut long = tiny::WEIGHTS.to_vec();
    long[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    fault(long);
    let of = |header: &str, data: usize| {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(vec![0; data]);
        bytes
    };
    fault(of(
        r#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[2,6]}}"#,
        6,
    ));
    fault(of(
        r#"{"a":{"dtype":"F16","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
        4,
    ));
    let many: Vec<String> = (0..20_000)
        .map(|k| format!(r#""t{k}":{{"dtype":"F16","shape":[0],"data_offsets":[0,0]}}"#))
        .collect();
    let said = fault(of(&format!("{{{}}}", many.join(",")), 0));
    assert!(said.contains("20000 tensors"), "{said}");
}

#[test]
fn schedules_that_no_sampler_can_follow_are_refused() {
    let with = |json: &str| {
        let mut manifest = tiny::manifest();
        manifest.config.schedule = serde_json::from_str(json).expect("a schedule");
        Model::load(&manifest, tiny::WEIGHTS.to_vec(), &Device::flex())
            .expect_err("such a schedule is refused")
    };
    let error = with(r#"{"kind": "linear", "steps": 2147483648}"#);
    assert!(matches!(error, Error::Count { .. }), "{error}");
    let error = with(r#"{"kind": "linear", "steps": 100000}"#);
    assert!(matches!(error, Error::NoSignal { .. }), "{error}");
    let error = with(r#"{"kind": "linear", "steps": 10, "beta_start": 1e-17, "beta_end": 0.02}"#);
    assert!(matches!(error, Error::NoNoise { .. }), "{error}");
}
