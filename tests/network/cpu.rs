//! The network arranged for a browser's CPU against the one of burn's layers.

use burn::tensor::{Device, Int, Tensor, TensorData};
use unnoise::cpu::CpuUNet;
use unnoise::model::ModelConfig;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::unet::{UNet, UNetConfig};

use crate::tiny;

#[test]
fn agrees_with_pytorch() {
    let apart = tiny::difference_of_arranged();
    assert!(apart < 1e-5, "found a difference of {apart}");
}

/// More images than go through together, each with its own timestep and label.
#[test]
fn agrees_with_burn_on_the_network_of_the_digits() {
    let json = include_str!("../../trainer/configs/digits.json");
    let config: ModelConfig = serde_json::from_str(json).expect("a config");
    let device = Device::flex();
    let network = UNet::new(&config.unet, &device).expect("a valid config");
    let network = tiny::with_random_weights(network);
    let batch = 19;
    let shape = [config.unet.channels, config.unet.height, config.unet.width];
    let x = noise_tensor(5, NoiseStream::Latent, 0, 0..batch, shape, &device);
    let t: Vec<f32> = (0..batch).map(|k| (k * 53 % 1000) as f32).collect();
    let labels: Vec<i32> = (0..batch).map(|k| (k % 11) as i32).collect();
    let cpu = CpuUNet::new(&config.unet, &network).expect("its widths are whole vectors");
    let values: Vec<f32> = x.clone().into_data().try_into_vec().expect("f32");
    let found = cpu.forward(&values, &t, &labels);
    let expected = network.forward(
        x,
        Tensor::<1>::from_floats(t.as_slice(), &device),
        Tensor::<2, Int>::from_data(TensorData::new(labels.clone(), [batch, 1]), &device),
    );
    let expected: Vec<f32> = expected.into_data().try_into_vec().expect("f32");
    let apart = tiny::difference(&found, &expected);
    assert!(apart < 1e-4, "found a difference of {apart}");
    let size = values.len() / batch;
    let one = cpu.forward(&values[..size], &t[..1], &labels[..1]);
    let apart = tiny::difference(&one, &found[..size]);
    assert!(
        apart < 1e-5,
        "a smaller call after a larger one differs by {apart}"
    );
}

#[test]
fn a_width_that_is_no_whole_number_of_vectors_is_left_to_burn() {
    let config = UNetConfig {
        widths: vec![6, 12],
        groups: 2,
        heads: 1,
        ..tiny::unet_config()
    };
    let network = UNet::new(&config, &Device::flex()).expect("a valid config");
    assert!(CpuUNet::new(&config, &network).is_none());
}
