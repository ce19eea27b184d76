//! The WebGPU bundle's code in a real browser, against the CPU in the same process.
//!
//! Tolerance: the largest difference is at most 1e-3 of the largest value, for every layer shape of the digits model and for
//! whole networks. Both sides compute in f32 and differ in the order of their sums. Without an adapter these tests fail.
#![cfg(all(target_family = "wasm", feature = "webgpu", feature = "flex"))]

#[path = "common/tiny.rs"]
mod tiny;
#[path = "common/web.rs"]
mod web;

use burn::tensor::{Device, Int, Tensor, TensorData};
use unnoise::gpu::GpuUNet;
use unnoise::model::ModelConfig;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::unet::UNet;
use unnoise::web::open_device;
use unnoise::weights;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const TOLERANCE: f32 = 1e-3;

async fn gpu() -> Device {
    match open_device().await {
        Ok(open) => open.device,
        Err(_) => panic!(
            "expected a WebGPU adapter, found none; start the browser with --enable-unsafe-webgpu"
        ),
    }
}

/// The same noise on both devices.
fn pair(seed: u64, shape: [usize; 4], gpu: &Device) -> (Tensor<4>, Tensor<4>) {
    let [batch, c, h, w] = shape;
    let noise =
        |device: &Device| noise_tensor(seed, NoiseStream::Latent, 0, 0..batch, [c, h, w], device);
    (noise(&Device::flex()), noise(gpu))
}

async fn assert_near<const D: usize>(what: &str, cpu: Tensor<D>, gpu: Tensor<D>) {
    let apart = tiny::difference(&web::numbers(gpu).await, &web::numbers(cpu).await);
    assert!(apart < TOLERANCE, "{what}: found a difference of {apart}");
}

/// The digits network with weights that are not zero anywhere, on both devices.
fn digits(gpu: &Device) -> (ModelConfig, UNet, UNet) {
    let json = include_str!("../trainer/configs/digits.json");
    let config: ModelConfig = serde_json::from_str(json).expect("a config");
    let cpu = UNet::new(&config.unet, &Device::flex()).expect("a valid config");
    let cpu = tiny::with_random_weights(cpu);
    let bytes = weights::to_bytes(&cpu).expect("written");
    let load = |device: &Device| {
        let network = UNet::new(&config.unet, device).expect("a valid config");
        weights::from_bytes(network, bytes.clone()).expect("read")
    };
    let (cpu, on_gpu) = (load(&Device::flex()), load(gpu));
    (config, cpu, on_gpu)
}

#[wasm_bindgen_test]
async fn the_tiny_network_agrees_with_pytorch() {
    let output = web::numbers(tiny::output(&gpu().await)).await;
    let apart = tiny::difference(&output, &tiny::expected().output);
    assert!(apart < TOLERANCE, "found a difference of {apart}");
}

#[wasm_bindgen_test]
async fn every_layer_shape_of_the_digits_model_agrees_with_the_cpu() {
    let gpu = gpu().await;
    let (config, a, b) = digits(&gpu);
    let unet = &config.unet;
    let (batch, patch) = (2, unet.patch);
    let side = |level: usize| [unet.height / patch >> level, unet.width / patch >> level];
    let shape = |channels: usize, level: usize| [batch, channels, side(level)[0], side(level)[1]];

    let t = |device: &Device| Tensor::<1>::from_floats([3.0, 700.0], device);
    let labels = |device: &Device| {
        Tensor::<2, Int>::from_data(TensorData::new(vec![1i32, 10], [2, 1]), device)
    };
    let cpu = Device::flex();
    let embedding = (
        a.condition.forward(t(&cpu), labels(&cpu)),
        b.condition.forward(t(&gpu), labels(&gpu)),
    );
    assert_near("condition", embedding.0.clone(), embedding.1.clone()).await;

    let pixels = unet.channels * patch * patch;
    let (x, y) = pair(1, shape(pixels, 0), &gpu);
    assert_near("input", a.input.forward(x), b.input.forward(y)).await;
    let (x, y) = pair(2, shape(unet.widths[0], 0), &gpu);
    assert_near("output", a.output.forward(x), b.output.forward(y)).await;

    for (i, (one, other)) in a.levels.iter().zip(&b.levels).enumerate() {
        let (width, next) = (unet.widths[i], unet.widths[i + 1]);
        let (x, y) = pair(3, shape(width, i), &gpu);
        let (x, y) = (
            one.encoder[0].forward(x, embedding.0.clone()),
            other.encoder[0].forward(y, embedding.1.clone()),
        );
        assert_near(&format!("encoder of level {i}"), x, y).await;
        let (x, y) = pair(4, shape(2 * width, i), &gpu);
        let (x, y) = (
            one.decoder[0].forward(x, embedding.0.clone()),
            other.decoder[0].forward(y, embedding.1.clone()),
        );
        assert_near(&format!("decoder of level {i}"), x, y).await;
        let (x, y) = pair(5, shape(4 * width, i + 1), &gpu);
        assert_near(
            &format!("down of level {i}"),
            one.down.forward(x),
            other.down.forward(y),
        )
        .await;
        let (x, y) = pair(6, shape(next, i + 1), &gpu);
        assert_near(
            &format!("up of level {i}"),
            one.up.forward(x),
            other.up.forward(y),
        )
        .await;
    }

    let last = unet.widths.len() - 1;
    let (x, y) = pair(7, shape(unet.widths[last], last), &gpu);
    let (x, y) = (
        a.middle[0].forward(x, embedding.0),
        b.middle[0].forward(y, embedding.1),
    );
    assert_near("middle", x, y).await;
    let (x, y) = pair(8, shape(unet.widths[last], last), &gpu);
    assert_near(
        "attention",
        a.attention[0].forward(x),
        b.attention[0].forward(y),
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_whole_forward_pass_of_the_digits_model_agrees_with_the_cpu() {
    let gpu = gpu().await;
    let (config, a, b) = digits(&gpu);
    let unet = &config.unet;
    let forward = |network: &UNet, x: Tensor<4>, device: &Device| {
        let t = Tensor::<1>::from_floats([999.0, 20.0], device);
        let labels = Tensor::<2, Int>::from_data(TensorData::new(vec![7i32, 10], [2, 1]), device);
        network.forward(x, t, labels)
    };
    let (x, y) = pair(9, [2, unet.channels, unet.height, unet.width], &gpu);
    let (x, y) = (forward(&a, x, &Device::flex()), forward(&b, y, &gpu));
    assert_near("digits", x, y).await;
}

#[wasm_bindgen_test]
async fn the_kernels_of_our_own_agree_with_pytorch() {
    let network = GpuUNet::new(&tiny::unet_config(), tiny::WEIGHTS.to_vec(), &gpu().await)
        .expect("the fixture can be read")
        .expect("its widths are whole vectors");
    let expected = tiny::expected();
    let config = tiny::unet_config();
    let shape = [
        expected.t.len(),
        config.channels,
        config.height,
        config.width,
    ];
    let x = Tensor::from_data(TensorData::new(expected.x, shape), &gpu().await);
    let output = network.forward(x, &expected.t, &expected.labels.concat());
    let apart = tiny::difference(&web::numbers(output).await, &expected.output);
    assert!(apart < TOLERANCE, "found a difference of {apart}");
}

#[wasm_bindgen_test]
async fn the_kernels_of_our_own_agree_with_the_cpu_in_batches_of_any_size() {
    let gpu = gpu().await;
    let (config, on_cpu, _) = digits(&gpu);
    let unet = &config.unet;
    let bytes = weights::to_bytes(&on_cpu).expect("written");
    let on_gpu = GpuUNet::new(unet, bytes, &gpu)
        .expect("just written")
        .expect("its widths are whole vectors");
    for batch in [1, 2, 5] {
        let t: Vec<f32> = (0..batch).map(|k| 999.0 - 190.0 * k as f32).collect();
        let labels: Vec<i32> = (0..batch as i32).map(|k| 10 - k).collect();
        let (x, y) = pair(11, [batch, unet.channels, unet.height, unet.width], &gpu);
        let rows = TensorData::new(labels.clone(), [batch, 1]);
        let cpu = Device::flex();
        let x = on_cpu.forward(
            x,
            Tensor::<1>::from_floats(t.as_slice(), &cpu),
            Tensor::<2, Int>::from_data(rows, &cpu),
        );
        // As a run gives it to the network: of a larger tensor, and not as it lies in memory.
        let y = Tensor::cat(vec![y.clone(), y], 0).narrow(0, batch, batch);
        let y = y.swap_dims(2, 3).swap_dims(2, 3);
        assert_near(
            &format!("{batch} images"),
            x,
            on_gpu.forward(y, &t, &labels),
        )
        .await;
    }
}

#[wasm_bindgen_test]
async fn a_run_gives_frames_then_its_result() {
    web::a_run_gives_frames_then_its_result().await;
}
