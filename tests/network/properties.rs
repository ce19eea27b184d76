//! Weights and descriptions as chance makes them: each is refused in a sentence, or gives a model whose numbers are all finite.
//!
//! `UNNOISE_CASES` and `UNNOISE_SEED` say how many and which; `cargo xtask fuzz` sets them.

use std::env;

use burn::tensor::Device;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use safetensors::SafeTensors;
use serde_json::{Value, json};
use unnoise::model::{Manifest, Model};
use unnoise::schedule::{Schedule, ScheduleConfig};
use unnoise::weights;

use crate::tiny;

/// A sentence that a panel can show.
const MOST_CHARACTERS: usize = 600;

/// Runs a property and says of what it was run.
fn hold<S: Strategy>(
    name: &str,
    inputs: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let number = |key, usual| {
        env::var(key).map_or(usual, |text| {
            text.parse()
                .expect("UNNOISE_CASES and UNNOISE_SEED are numbers")
        })
    };
    let (cases, seed) = (number("UNNOISE_CASES", 2_000), number("UNNOISE_SEED", 18));
    let mut runner = TestRunner::new(Config {
        cases: u32::try_from(cases).expect("at most 2³² cases"),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(inputs, property);
    println!("property: {name}: {cases} inputs, seed {seed}");
    if let Err(error) = outcome {
        panic!("{name}, seed {seed}: {error}");
    }
}

/// What loading may say.
fn is_sentence(error: &impl ToString) -> Result<(), TestCaseError> {
    let text = error.to_string();
    prop_assert!(
        text.chars().count() <= MOST_CHARACTERS && text.contains(' '),
        "no sentence: {text}"
    );
    Ok(())
}

/// What happens to a file.
#[derive(Debug, Clone)]
enum Damage {
    /// One byte is another.
    Byte(Index, u8),
    /// One byte of the header is another.
    Header(Index, u8),
    /// It ends here.
    Cut(Index),
    /// These follow.
    Longer(Vec<u8>),
    /// The header has another length.
    Length(u64),
    /// A piece of the header is written anew.
    Text(Index, &'static str),
    /// A number is another.
    Number(Index, u16),
}

fn damage() -> impl Strategy<Value = Damage> {
    let pieces = [
        "-1",
        "0",
        "18446744073709551615",
        "1e400",
        "null",
        "\"F32\"",
        "\"I64\"",
        "{",
        "}",
        "[",
        "\u{0}",
        "é",
        "\"\"",
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Header(at, byte)),
        any::<Index>().prop_map(Damage::Cut),
        prop::collection::vec(any::<u8>(), 1..64).prop_map(Damage::Longer),
        prop_oneof![any::<u64>(), 0..5_000_u64].prop_map(Damage::Length),
        (any::<Index>(), select(pieces.to_vec())).prop_map(|(at, text)| Damage::Text(at, text)),
        (any::<Index>(), any::<u16>()).prop_map(|(at, bits)| Damage::Number(at, bits)),
    ]
}

fn header_of(bytes: &[u8]) -> usize {
    let length: Option<[u8; 8]> = bytes.get(..8).and_then(|head| head.try_into().ok());
    length.map_or(0, |length| {
        usize::try_from(u64::from_le_bytes(length))
            .unwrap_or(0)
            .min(bytes.len() - 8)
    })
}

fn damaged(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    if bytes.len() < 16 {
        return bytes;
    }
    let header = header_of(&bytes).max(1);
    match damage {
        Damage::Byte(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Damage::Header(at, byte) => {
            let at = (8 + at.index(header)).min(bytes.len() - 1);
            bytes[at] = *byte;
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Longer(more) => bytes.extend(more),
        Damage::Length(length) => bytes[..8].copy_from_slice(&length.to_le_bytes()),
        Damage::Text(at, text) => {
            let at = (8 + at.index(header)).min(bytes.len());
            let end = (at + text.len()).min(bytes.len());
            bytes.splice(at..end, text.bytes());
        }
        Damage::Number(at, bits) => {
            let data = (8 + header).min(bytes.len() - 2);
            let at = data + 2 * at.index(((bytes.len() - data) / 2).max(1));
            if let Some(number) = bytes.get_mut(at..at + 2) {
                number.copy_from_slice(&bits.to_le_bytes());
            }
        }
    }
    bytes
}

#[test]
fn weights_are_refused_or_finite() {
    let device = Device::flex();
    let damages = prop::collection::vec(damage(), 1..4);
    hold("damaged weights", &damages, |damages| {
        let bytes = damages.iter().fold(tiny::WEIGHTS.to_vec(), damaged);
        let manifest = Manifest {
            sha256: weights::sha256(&bytes),
            bytes: bytes.len(),
            ..tiny::manifest()
        };
        match Model::load(&manifest, bytes.clone(), &device) {
            Err(error) => is_sentence(&error),
            Ok(_) => {
                let file = SafeTensors::deserialize(&bytes).expect("a model was made of it");
                for (name, tensor) in file.iter() {
                    // The fixture's numbers are f32; a header that says f16 was refused, or read as it says.
                    let finite = tensor.data().chunks_exact(4).all(|number| {
                        f32::from_le_bytes(number.try_into().expect("four bytes")).is_finite()
                    });
                    let half = tensor.data().chunks_exact(2).all(|number| {
                        u16::from_le_bytes(number.try_into().expect("two bytes")) & 0x7c00 != 0x7c00
                    });
                    let is_half = tensor.dtype() == safetensors::Dtype::F16;
                    prop_assert!(if is_half { half } else { finite }, "{name} is not finite");
                }
                Ok(())
            }
        }
    });
}

/// Values that a description may hold where a number is expected: sensible ones, edges, and other things.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..40_u32).prop_map(|number| json!(number)),
        select(vec![
            json!(-1),
            json!(0),
            json!(65_536),
            json!(u32::MAX),
            json!(1_u64 << 31),
            json!(u64::MAX),
            json!(1e300),
            json!(0.5),
            json!(1e-18),
            json!(null),
            json!("8"),
            json!([]),
            json!({}),
            json!([8]),
            json!([0]),
            json!([8, 12, 16]),
            json!([1_u64 << 40, 1]),
            json!("linear"),
            json!("cosine"),
            json!("constructor"),
            json!("x".repeat(9_000)),
        ]),
        any::<f64>().prop_map(|number| json!(number)),
    ]
}

/// Changes one thing in a description, wherever it is.
fn change(description: &mut Value, way: &[Index], value: &Value) {
    let mut here = description;
    for step in way {
        let inside = match here {
            Value::Object(map) => map.len(),
            Value::Array(list) => list.len(),
            _ => 0,
        };
        if inside == 0 {
            break;
        }
        let at = step.index(inside);
        here = match here {
            Value::Object(map) => map.values_mut().nth(at),
            Value::Array(list) => list.get_mut(at),
            _ => None,
        }
        .expect("it holds so many");
    }
    *here = value.clone();
}

#[test]
fn descriptions_are_refused_or_make_a_model() {
    let device = Device::flex();
    let way = prop::collection::vec(any::<Index>(), 1..5);
    let changes = prop::collection::vec((way, value()), 1..4);
    hold("changed descriptions", &changes, |changes| {
        let mut config = serde_json::to_value(tiny::manifest().config).expect("written");
        for (way, value) in &changes {
            change(&mut config, way, value);
        }
        let mut manifest = serde_json::to_value(tiny::manifest()).expect("written");
        manifest["config"] = config;
        let manifest: Manifest = match serde_json::from_value(manifest) {
            Ok(manifest) => manifest,
            Err(_) => return Ok(()), // serde's own sentence, which model.rs puts into its
        };
        match Model::load(&manifest, tiny::WEIGHTS.to_vec(), &device) {
            Ok(_) => Ok(()),
            Err(error) => is_sentence(&error),
        }
    });
}

#[test]
fn schedules_are_refused_or_finite() {
    let device = Device::flex();
    let kinds = ["linear", "scaled_linear", "squaredcos_cap_v2", "cosine"];
    let beta = prop_oneof![
        Just(None),
        (1e-6..0.5).prop_map(Some),
        any::<f64>()
            .prop_filter("JSON has no NaN", |beta: &f64| beta.is_finite())
            .prop_map(Some),
    ];
    let steps = prop_oneof![1..3_000_u64, any::<u64>()];
    let inputs = (select(kinds.to_vec()), steps, beta.clone(), beta);
    hold("schedules", &inputs, |(kind, steps, start, end)| {
        let mut config = json!({ "kind": kind, "steps": steps });
        for (name, beta) in [("beta_start", start), ("beta_end", end)] {
            if let Some(beta) = beta {
                config[name] = json!(beta);
            }
        }
        let Ok(config) = serde_json::from_value::<ScheduleConfig>(config) else {
            return Ok(());
        };
        let mut manifest = tiny::manifest();
        manifest.config.schedule = config;
        // The table alone may have no noise at t = 0; a model that has one is refused.
        let opened = Model::load(&manifest, tiny::WEIGHTS.to_vec(), &device)
            .and_then(|_| Schedule::new(&config));
        match opened {
            Err(error) => is_sentence(&error),
            Ok(schedule) => {
                for table in [
                    schedule.betas(),
                    schedule.alpha_bars(),
                    schedule.snrs(),
                    schedule.posterior_variances(),
                ] {
                    prop_assert!(table.iter().all(|value| value.is_finite()), "{table:?}");
                }
                Ok(())
            }
        }
    });
}
