use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use unnoise::unet::patch::{depth_to_space, space_to_depth};
use unnoise::unet::{UNet, UNetConfig, UNetConfigError};

use crate::tiny;

#[test]
fn agrees_with_the_same_network_written_in_pytorch() {
    let output: Vec<f32> = tiny::output(&Device::flex())
        .into_data()
        .try_into_vec()
        .expect("f32");
    let apart = tiny::difference(&output, &tiny::expected().output);
    assert!(apart < 1e-5, "found a difference of {apart}");
}

#[test]
fn depth_to_space_undoes_space_to_depth_and_keeps_patches_together() {
    let values: Vec<f32> = (0..2 * 4 * 6).map(|v| v as f32).collect();
    let x = Tensor::<4>::from_data(TensorData::new(values, [1, 2, 4, 6]), &Device::flex());
    let deep = space_to_depth(x.clone(), 2);
    assert_eq!(deep.dims(), [1, 8, 2, 3]);
    let first: Vec<f32> = deep
        .clone()
        .slice([0..1, 0..4, 0..1, 0..1])
        .into_data()
        .try_into_vec()
        .expect("f32");
    assert_eq!(first, [0.0, 1.0, 6.0, 7.0]);
    depth_to_space(deep, 2)
        .into_data()
        .assert_eq(&x.into_data(), true);
}

/// Counted by hand for one level of 1×1 pixels: input and output convolutions, one block on each way, the changes of
/// resolution, one block in the middle.
#[test]
fn counts_multiply_accumulates() {
    let config = UNetConfig {
        channels: 1,
        height: 2,
        width: 2,
        patch: 1,
        widths: vec![2, 4],
        blocks: 1,
        middle_blocks: 1,
        heads: 1,
        groups: 1,
        embedding: 2,
        labels: vec![],
    };
    let ends = 2 * 9 * 2 * 4;
    let down = (9 * 2 * 2 * 2) * 4 + 2 * 4;
    let up = (9 * (4 + 2) * 2 + 4 * 2) * 4 + 2 * 4 + down;
    let between = 2 * (8 * 4);
    let middle = 9 * 2 * 4 * 4 + 2 * 8;
    assert_eq!(config.macs(), ends + down + up + between + middle + 2 * 4);
}

#[test]
fn a_config_that_cannot_be_built_says_which_number_is_wrong() {
    let build = |change: &dyn Fn(&mut UNetConfig)| {
        let mut config = tiny::unet_config();
        change(&mut config);
        UNet::new(&config, &Device::flex()).expect_err("such a config is refused")
    };
    assert_eq!(build(&|c| c.patch = 0), UNetConfigError::Zero("patch"));
    assert_eq!(
        build(&|c| c.widths.clear()),
        UNetConfigError::Zero("widths")
    );
    let error = build(&|c| c.height = 20).to_string();
    assert!(
        error.contains("`height`") && error.contains("multiple of 8") && error.contains("20"),
        "{error}"
    );
    let error = build(&|c| c.groups = 3).to_string();
    assert!(
        error.contains("`widths`") && error.contains("groups"),
        "{error}"
    );
}

/// The formula, which is there to refuse networks before they are built, against networks that are.
#[test]
fn counts_parameters_without_building() {
    let changes: [fn(&mut UNetConfig); 5] = [
        |_| {},
        |c| c.labels = vec![3, 5, 2],
        |c| c.labels = vec![],
        |c| {
            c.blocks = 2;
            c.middle_blocks = 1;
        },
        |c| {
            c.channels = 3;
            c.widths.insert(0, c.groups);
            c.height *= 2;
            c.width *= 2;
        },
    ];
    for change in changes {
        let mut config = tiny::unet_config();
        change(&mut config);
        let network = UNet::new(&config, &Device::flex()).expect("a valid config");
        assert_eq!(
            config.parameters(),
            network.num_params() as u64,
            "{config:?}"
        );
    }
}

#[test]
fn impossible_sizes_are_refused_before_memory_is_asked_for() {
    for (change, name) in [
        ((|c| c.patch = 1 << 31) as fn(&mut UNetConfig), "patch"),
        (|c| c.blocks = 100_000, "blocks"),
        (|c| c.middle_blocks = usize::MAX, "middle_blocks"),
        (|c| c.height = 1 << 40, "height"),
        (|c| c.widths = vec![8; 64], "levels"),
        (|c| c.widths[0] = usize::MAX, "widths"),
        (|c| c.embedding = usize::MAX - 1, "embedding"),
        (|c| c.labels = vec![2; 1_000_000], "kinds of label"),
        (|c| c.labels = vec![usize::MAX], "classes of a label"),
        (
            |c| {
                c.widths = vec![4096; 5];
                c.blocks = 64;
                c.height = 1024;
                c.width = 1024;
            },
            "parameters",
        ),
        (
            |c| {
                c.widths = vec![512];
                c.patch = 1;
                c.height = 1024;
                c.width = 1024;
            },
            "multiply-accumulates of one image",
        ),
    ] {
        let mut config = tiny::unet_config();
        change(&mut config);
        match UNet::new(&config, &Device::flex()) {
            Err(UNetConfigError::TooLarge { name: found, .. }) => assert_eq!(found, name),
            other => panic!("{name}: expected a refusal, found {:?}", other.err()),
        }
    }
}

#[test]
fn the_digits_config_keeps_its_budget() {
    let json = include_str!("../../trainer/configs/digits.json");
    let config: unnoise::model::ModelConfig = serde_json::from_str(json).expect("a config");
    assert!(
        2 * config.unet.macs() <= 360_000_000,
        "{} MACs",
        config.unet.macs()
    );
}
