//! Tests on a network of 4×4 pixels, with the backend that this build has.

use std::fs;
use std::sync::Arc;

use burn::tensor::Tensor;
use unnoise::model::Model;
use unnoise::weights;

use super::*;
use crate::checkpoint::load_module;
use crate::data::Images;
use crate::density::Density;
use crate::device::{device, operations};
use crate::folder::{Export, begin, export, read};
use crate::json::read_json;
use crate::optimiser::Optimiser;
use crate::settings::Noise;
use crate::tiny::config;
use crate::update::Update;

/// A folder of the test's own, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("unnoise-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder can be written to");
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn settings(images: usize) -> Settings {
    Settings {
        images,
        batch: 4,
        optimiser: Optimiser::Muon,
        rate: 1e-2,
        warmup: 4,
        decay: 8,
        clip: 1.0,
        ema: 0.9,
        label_dropout: 0.2,
        kind_dropout: 0.0,
        velocity_from: None,
        density: Density::Uniform,
        from: None,
        bf16: false,
        noise: Noise::Counters,
        seed: 3,
        workers: 2,
    }
}

fn images() -> Images {
    let pixels = (0..8 * 16).map(|i| {
        if (i % 4 < 2) == (i / 16 % 2 == 0) {
            250
        } else {
            5
        }
    });
    Images::new(
        pixels.collect(),
        (0..8).map(|i| i % 2).collect(),
        [1, 4, 4],
        Path::new("test"),
    )
    .expect("eight images")
}

/// Trains in `folder` from fresh weights and gives the bytes of the newest average.
fn run(settings: &Settings, folder: &Path) -> Result<Vec<u8>, Error> {
    run_from(None, settings, folder)
}

/// The same from a model's weights. Fresh ones are drawn from the backend's one generator, which tests side by side share, so only
/// these runs can be compared bit by bit.
fn run_from(from: Option<&Path>, settings: &Settings, folder: &Path) -> Result<Vec<u8>, Error> {
    let device = device(None)?;
    let reporting = Reporting {
        folder: folder.to_owned(),
        every: Duration::from_secs(3600),
        keep: 3,
        steps: 1,
        limit: None,
    };
    train(&config(), settings, from, &images(), &device, &reporting)?;
    let newest = Checkpoints::new(folder, 1).newest().expect("a checkpoint");
    let network = UNet::new(&config().unet, &device)?;
    let average = load_module(network, &newest.join("average"))?;
    Ok(weights::to_bytes(&average)?)
}

#[test]
fn a_run_that_was_interrupted_ends_with_the_weights_of_one_that_was_not() {
    let (first, whole, parts) = (
        Scratch::new("first"),
        Scratch::new("whole"),
        Scratch::new("parts"),
    );
    let start = model(&first);
    let straight = run_from(Some(&start), &settings(24), &whole.0).expect("a run");
    // Cut within the plateau, where the rate does not know the end yet.
    let until = Settings {
        decay: 0,
        ..settings(12)
    };
    let cut = run_from(Some(&start), &until, &parts.0).expect("a run");
    let resumed = run_from(Some(&start), &settings(24), &parts.0).expect("a run");
    assert_ne!(cut, resumed);
    assert_eq!(straight, resumed);
}

#[test]
fn what_has_been_computed_cannot_be_set_anew() {
    let scratch = Scratch::new("anew");
    run(
        &Settings {
            decay: 0,
            ..settings(8)
        },
        &scratch.0,
    )
    .expect("a run");
    for changed in [
        Settings {
            seed: 4,
            ..settings(16)
        },
        Settings {
            velocity_from: Some(4),
            ..settings(16)
        },
    ] {
        let sentence = run(&changed, &scratch.0)
            .expect_err("another run")
            .to_string();
        assert!(
            sentence.contains("start another run in an empty folder"),
            "{sentence}"
        );
    }
    run(
        &Settings {
            velocity_from: Some(8),
            ..settings(16)
        },
        &scratch.0,
    )
    .expect("what is still to come may change");
}

#[test]
fn the_error_of_v_is_that_of_epsilon_divided_by_alpha_bar() {
    // With an output of zero and one timestep in the schedule, the two losses differ by a factor that is known.
    let mut config = config();
    config.schedule = serde_json::from_str(
        r#"{ "kind": "linear", "steps": 1, "beta_start": 0.75, "beta_end": 0.75 }"#,
    )
    .expect("a schedule");
    let schedule = Schedule::new(&config.schedule).expect("a schedule");
    let device = device(None).expect("a device").autodiff();
    let network = UNet::new(&config.unet, &device).expect("a network");
    let position = Position {
        step: 0,
        images: 0,
        seconds: 0.0,
        losses: Vec::new(),
    };
    let bias = |velocity_from| {
        let settings = Settings {
            velocity_from,
            ..settings(4)
        };
        let update = Update::new(&settings, &schedule, &position, &config);
        let (gradients, reported) = update
            .gradients(&network, &images(), &[0, 1, 2, 3], &device)
            .expect("gradients");
        let bias = network.output.bias.as_ref().expect("a bias");
        let gradient = gradients.get::<1>(bias.id).expect("a gradient");
        (gradient.into_scalar::<f32>(), reported.into_scalar::<f32>())
    };
    let ((simple, reported), (velocity, also)) = (bias(None), bias(Some(0)));
    assert_eq!(reported, also, "L_simple is reported either way");
    assert!(
        (velocity * schedule.alpha_bar(0) as f32 / simple - 1.0).abs() < 1e-5,
        "{simple} {velocity}"
    );
}

/// The run in `run` as a model's folder within it.
fn exported(run: &Path, from: Option<&Path>) -> Result<PathBuf, Error> {
    let folder = run.join("small");
    let config = config();
    let told = Export {
        run,
        images: None,
        config: &config,
        name: "small",
        licence: "",
        command: "",
        commit: "",
        data: "",
        levels: None,
        from,
    };
    export(&told, &folder, &device(None)?)?;
    Ok(folder)
}

/// The small network trained a little, as a model's folder.
fn model(scratch: &Scratch) -> PathBuf {
    run(&settings(16), &scratch.0).expect("a run");
    exported(&scratch.0, None).expect("a model")
}

#[test]
fn the_record_of_a_run_that_began_with_a_model_holds_that_models_own() {
    let (first, second) = (Scratch::new("begun-with"), Scratch::new("begun"));
    let first = model(&first);
    let manifest = crate::folder::manifest(&first).expect("a model");
    let began = Settings {
        from: Some(manifest.sha256),
        ..settings(8)
    };
    run_from(Some(&first), &began, &second.0).expect("a run");

    let sentence = exported(&second.0, None)
        .expect_err("half a record")
        .to_string();
    assert!(sentence.contains("expected --from"), "{sentence}");
    let folder = exported(&second.0, Some(&first)).expect("a model");
    let record = |folder: &Path| -> serde_json::Value {
        read_json(&folder.join("training.json")).expect("a record")
    };
    assert_eq!(record(&folder)["images_seen"], 8);
    assert_eq!(record(&folder)["before"], record(&first));
    assert_eq!(record(&first)["images_seen"], 16);

    let sentence = exported(&second.0, Some(&folder))
        .expect_err("another model's record")
        .to_string();
    assert!(sentence.contains("began with"), "{sentence}");
}

#[test]
fn a_deeper_network_begins_by_computing_what_the_model_does() {
    let scratch = Scratch::new("deeper");
    let folder = model(&scratch);
    let device = device(None).expect("a device");
    let (_, small) = read(&folder, &device).expect("a model");

    let mut deeper = config();
    deeper.unet.middle_blocks = 4;
    let network = UNet::new(&deeper.unet, &device).expect("a network");
    let network = begin(network, &deeper, &folder).expect("the model's weights");
    assert!(network.num_params() > small.parameters());

    let deep = Model::new(deeper, network, &device).expect("a model");
    let deep = Arc::new(deep.with_operations(operations(&device, false).expect("operations")));
    let output = |model: &Arc<Model>| {
        let x = Tensor::from_data([[[[0.3, -1.0, 0.5, 0.2]; 4]]], &device);
        let labels = model.same_label(Some(1), 1);
        let output = model
            .conditioned(&labels, 1.0)
            .expect("labels")
            .output(x, &[20]);
        output.into_data().try_to_vec::<f32>().expect("numbers")
    };
    assert!(
        output(&small).iter().any(|&value| value != 0.0),
        "the model has learned something"
    );
    assert_eq!(output(&small), output(&deep));
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let scratch = Scratch::new("misfit");
    let folder = model(&scratch);
    let device = device(None).expect("a device");
    let refused = |config: &ModelConfig| {
        let network = UNet::new(&config.unet, &device).expect("a network");
        begin(network, config, &folder)
            .expect_err("another model")
            .to_string()
    };
    let mut shallower = config();
    shallower.unet.middle_blocks = 1;
    let sentence = refused(&shallower);
    assert!(
        sentence.contains("only weights that the network has a place for")
            && sentence.contains("middle.1"),
        "{sentence}"
    );

    let mut wider = config();
    wider.unet.widths = vec![4, 16];
    let sentence = refused(&wider);
    assert!(sentence.contains("middle.0"), "{sentence}");

    let mut other = config();
    other.parameterisation = unnoise::parameterisation::Parameterisation::X0;
    let sentence = refused(&other);
    assert!(
        sentence.contains("X0") && sentence.contains("found"),
        "{sentence}"
    );

    let path = folder.join("model.safetensors");
    let mut bytes = fs::read(&path).expect("weights");
    *bytes.last_mut().expect("a byte") ^= 1;
    fs::write(&path, bytes).expect("the temporary folder can be written to");
    let sentence = refused(&config());
    assert!(sentence.contains("SHA-256"), "{sentence}");
}
