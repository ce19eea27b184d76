//! The bits of `tests/fixtures/noise.json`, which `noise.py` computed apart from the crate. Included by the native tests and by
//! those that run as wasm: passing both is the proof that the noise is bit-equal.

use unnoise::noise::{NoiseStream, standard_normal};

#[derive(serde::Deserialize)]
struct Case {
    seed: String,
    stream: String,
    step: usize,
    image: usize,
    first: usize,
    bits: Vec<u32>,
}

/// Panics at the first element whose bits differ.
pub fn assert_noise_bits() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../fixtures/noise.json")).unwrap();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let stream = match case.stream.as_str() {
            "latent" => NoiseStream::Latent,
            "ancestral" => NoiseStream::Ancestral,
            "forward" => NoiseStream::Forward,
            other => panic!("unknown stream {other}"),
        };
        let mut noise = vec![0.0; case.first + case.bits.len()];
        standard_normal(
            case.seed.parse().unwrap(),
            stream,
            case.step,
            case.image,
            &mut noise,
        );
        let bits: Vec<u32> = noise[case.first..].iter().map(|z| z.to_bits()).collect();
        assert_eq!(
            bits, case.bits,
            "{} step {} image {}",
            case.stream, case.step, case.image
        );
    }
}
