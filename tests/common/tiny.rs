//! A tiny model whose network was evaluated outside burn; natively and in a browser.
#![allow(dead_code)] // each test target uses a part

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Device, Int, Tensor, TensorData};
use serde::Deserialize;
use unnoise::cpu::CpuUNet;
use unnoise::model::{LabelKind, Manifest, ModelConfig};
use unnoise::noise::{NoiseStream, standard_normal};
use unnoise::parameterisation::Parameterisation;
use unnoise::schedule::ScheduleConfig;
use unnoise::unet::{UNet, UNetConfig};
use unnoise::weights;

/// The weights that `reference.py` drew.
pub const WEIGHTS: &[u8] = include_bytes!("../fixtures/unet/weights.safetensors");

/// What `reference.py` computed from them in f64.
#[derive(Debug, Deserialize)]
pub struct Expected {
    pub x: Vec<f32>,
    pub t: Vec<f32>,
    pub labels: Vec<Vec<i32>>,
    pub output: Vec<f32>,
}

pub fn expected() -> Expected {
    serde_json::from_str(include_str!("../fixtures/unet/expected.json"))
        .expect("the fixture is whole")
}

pub fn unet_config() -> UNetConfig {
    serde_json::from_str(include_str!("../fixtures/unet/config.json"))
        .expect("the fixture is whole")
}

pub fn network(device: &Device) -> UNet {
    let network = UNet::new(&unet_config(), device).expect("the fixture's config is valid");
    weights::from_bytes(network, WEIGHTS.to_vec()).expect("the fixture's weights fit")
}

/// The network's output for the fixture's input, `[3, C, H, W]`.
pub fn output(device: &Device) -> Tensor<4> {
    let expected = expected();
    let config = unet_config();
    let batch = expected.t.len();
    let shape = [batch, config.channels, config.height, config.width];
    let x = Tensor::from_data(TensorData::new(expected.x, shape), device);
    let t = Tensor::<1>::from_floats(expected.t.as_slice(), device);
    let labels: Vec<i32> = expected.labels.concat();
    let labels = TensorData::new(labels, [batch, config.labels.len()]);
    let labels = Tensor::<2, Int>::from_data(labels, device);
    network(device).forward(x, t, labels)
}

/// Fresh networks end in zeros, which would hide most faults: this fills every parameter with small noise.
pub fn with_random_weights(network: UNet) -> UNet {
    struct Fill(usize);
    impl ModuleMapper for Fill {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            self.0 += 1;
            let image = self.0;
            param.map(|tensor| {
                let shape = tensor.shape();
                let mut values = vec![0.0; shape.num_elements()];
                standard_normal(5, NoiseStream::Latent, 0, image, &mut values);
                let data = TensorData::new(values, shape);
                Tensor::<D>::from_data(data, &tensor.device()).mul_scalar(0.1) + tensor
            })
        }
    }
    network.map(&mut Fill(0))
}

/// Largest difference of the network arranged for a browser's CPU from the fixture's output, as a share of its largest value.
pub fn difference_of_arranged() -> f32 {
    let network = network(&Device::flex());
    let arranged = CpuUNet::new(&unet_config(), &network).expect("its widths are whole vectors");
    let expected = expected();
    let output = arranged.forward(&expected.x, &expected.t, &expected.labels.concat());
    difference(&output, &expected.output)
}

/// The tiny model as a page would load it.
pub fn manifest() -> Manifest {
    let classes = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    Manifest {
        name: "tiny".to_owned(),
        weights: "weights.safetensors".to_owned(),
        sha256: weights::sha256(WEIGHTS),
        bytes: WEIGHTS.len(),
        parameters: 0,
        licence: "CC0".to_owned(),
        config: ModelConfig {
            unet: unet_config(),
            schedule: serde_json::from_str::<ScheduleConfig>(
                r#"{"kind": "linear", "steps": 1000}"#,
            )
            .expect("a schedule"),
            parameterisation: Parameterisation::V,
            labels: vec![
                LabelKind {
                    name: "colour".to_owned(),
                    classes: classes(["red", "blue"]),
                },
                LabelKind {
                    name: "size".to_owned(),
                    classes: classes(["small", "large"]),
                },
            ],
        },
    }
}

/// Largest difference, as a share of the largest value.
pub fn difference(found: &[f32], expected: &[f32]) -> f32 {
    assert_eq!(found.len(), expected.len());
    let scale = expected
        .iter()
        .fold(0.0f32, |most, value| most.max(value.abs()));
    let apart = found.iter().zip(expected).fold(0.0f32, |most, (a, b)| {
        assert!(a.is_finite(), "found {a}");
        most.max((a - b).abs())
    });
    apart / scale.max(f32::MIN_POSITIVE)
}
