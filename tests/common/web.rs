//! The binding as `www/worker` calls it; included by the tests of both bundles.
#![allow(dead_code)] // each test target uses a part

use burn::tensor::Tensor;
use js_sys::{Array, Float32Array, Float64Array, JSON, Object, Reflect};
use unnoise::noise::{NoiseStream, standard_normal};
use unnoise::web::{Run, WebEngine, schedule_tables};
use wasm_bindgen::{JsCast, JsError, JsValue};

use super::tiny;

/// Channels × height × width of the tiny model.
const SIZE: usize = 2 * 16 * 8;

/// A tensor's numbers, read as a browser must.
pub async fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.into_data_async().await.expect("read back");
    data.try_into_vec().expect("f32")
}

pub async fn engine() -> WebEngine {
    let manifest = serde_json::to_string(&tiny::manifest()).expect("JSON");
    ok(WebEngine::load(&manifest, tiny::WEIGHTS.to_vec()).await)
}

fn ok<T>(result: Result<T, JsError>) -> T {
    result.unwrap_or_else(|error| panic!("{}", sentence(error)))
}

fn sentence(error: JsError) -> String {
    let error: js_sys::Error = JsValue::from(error).unchecked_into();
    error.message().into()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

fn number(object: &JsValue, name: &str) -> f64 {
    get(object, name)
        .as_f64()
        .unwrap_or_else(|| panic!("expected a number in {name}"))
}

fn floats(object: &JsValue, name: &str) -> Vec<f32> {
    let value = get(object, name);
    let array: Float32Array = value
        .dyn_into()
        .unwrap_or_else(|_| panic!("expected floats in {name}"));
    array.to_vec()
}

fn options(json: &str) -> JsValue {
    JSON::parse(json).expect("JSON")
}

fn with_image(json: &str, images: usize) -> JsValue {
    let mut values = vec![0.0; images * SIZE];
    standard_normal(1, NoiseStream::Latent, 0, 0, &mut values);
    let values: Vec<f32> = values.iter().map(|v| v.clamp(-1.0, 1.0)).collect();
    let options = options(json);
    Reflect::set(
        &options,
        &"image".into(),
        &Float32Array::from(values.as_slice()),
    )
    .expect("an object");
    options
}

const SAMPLE: &str = r#"{"count": 2, "sampler": "ddpm", "steps": 3, "eta": 0, "spacing": "trailing", "seed": 9007199254740991,
    "label": [0, 1], "guidance": 2, "variance": "large", "clip": "rederive", "noise": "each", "frames": "all"}"#;

async fn drive(run: &Run) -> Vec<JsValue> {
    let mut frames = Vec::new();
    loop {
        let frame = ok(run.next().await);
        if frame.is_undefined() {
            return frames;
        }
        frames.push(frame);
    }
}

pub async fn a_run_gives_frames_then_its_result() {
    let engine = engine().await;
    let run = ok(engine.sample(&options(SAMPLE)));
    let frames = drive(&run).await;
    assert_eq!(frames.len(), 3);
    for (i, frame) in frames.iter().enumerate() {
        assert_eq!(number(frame, "index"), i as f64);
        assert_eq!(number(frame, "of"), 3.0);
        assert!((0.0..=1.0).contains(&number(frame, "alphaBar")));
        assert_eq!(floats(frame, "xt").len(), 2 * SIZE);
        assert_eq!(floats(frame, "x0").len(), 2 * SIZE);
    }
    assert_eq!(number(&frames[0], "t"), 999.0);
    let result = ok(run.result().await);
    assert_eq!(number(&result, "count"), 2.0);
    assert_eq!(floats(&result, "images"), floats(&frames[2], "x0"));
    assert_eq!(floats(&result, "latents"), floats(&frames[0], "xt"));
    let mut expected = vec![0.0; SIZE];
    standard_normal(
        9_007_199_254_740_991,
        NoiseStream::Latent,
        0,
        1,
        &mut expected,
    );
    assert_eq!(floats(&result, "latents")[SIZE..], expected);
}

pub async fn every_other_call_gives_what_the_contract_names() {
    let engine = engine().await;
    let info = ok(engine.info());
    assert_eq!(number(&info, "channels"), 2.0);
    assert_eq!(number(&info, "trainSteps"), 1000.0);
    assert_eq!(Array::from(&get(&info, "labels")).length(), 2);
    assert_eq!(
        get(&get(&info, "schedule"), "kind").as_string().as_deref(),
        Some("linear")
    );
    assert!(ok(engine.warm_up(2).await) >= 0.0);

    let noised = ok(engine
        .forward_noise(with_image(r#"{"t": [0, 500], "seed": 1}"#, 1))
        .await);
    assert_eq!(floats(&noised, "xt").len(), 2 * SIZE);
    let alpha_bar: Float64Array = get(&noised, "alphaBar")
        .dyn_into()
        .expect("a list for a list");
    assert!((alpha_bar.get_index(0) - 0.9999).abs() < 1e-12);
    let noised = ok(engine
        .forward_noise(with_image(r#"{"t": 5, "seed": 1}"#, 1))
        .await);
    assert!(number(&noised, "snr") > 1.0);

    let predicted = ok(engine
        .predict(with_image(r#"{"t": 300, "label": null, "guidance": 1}"#, 2))
        .await);
    assert_eq!(floats(&predicted, "noise").len(), 2 * SIZE);
    assert_eq!(floats(&predicted, "x0").len(), 2 * SIZE);

    let step = options(r#"{"count": 3, "t": 400, "seed": 1, "noise": "each"}"#);
    assert_eq!(
        floats(&ok(engine.step_noise(step.into()).await), "noise").len(),
        3 * SIZE
    );

    let json = r#"{"steps": 4, "spacing": "trailing", "label": 1}"#;
    let run = ok(engine.encode(&with_image(json, 1)));
    assert_eq!(drive(&run).await.len(), 4);
    assert_eq!(floats(&ok(run.result().await), "latent").len(), SIZE);
    let run = ok(engine.reconstruct(&with_image(json, 1)));
    assert_eq!(drive(&run).await.len(), 8);
    let result = ok(run.result().await);
    assert!(number(&result, "mse") > 0.0);
    assert_eq!(floats(&result, "image").len(), SIZE);

    let strip = options(
        r#"{"from": {"seed": 1}, "frames": 3, "steps": 2, "spacing": "trailing", "method": "slerp", "label": null,
            "guidance": 1, "clip": "rederive", "sampler": "ddim", "eta": 0.5, "variance": "small", "seed": 3, "noise": "shared"}"#,
    );
    Reflect::set(&strip, &"to".into(), &with_image("{}", 1)).expect("an object");
    let run = ok(engine.interpolate(&strip));
    assert_eq!(drive(&run).await.len(), 4);
    assert_eq!(floats(&ok(run.result().await), "images").len(), 3 * SIZE);
}

pub async fn wrong_input_becomes_an_error_with_a_sentence() {
    let engine = engine().await;
    let refused = |run: Result<Run, JsError>| sentence(run.err().expect("refused"));
    assert!(
        refused(engine.sample(&options(&SAMPLE.replace("[0, 1]", "5")))).contains("from 0 to 1")
    );
    assert!(
        refused(engine.sample(&options(&SAMPLE.replace(r#""steps": 3"#, r#""steps": 0"#))))
            .contains("steps")
    );
    assert!(refused(engine.sample(&Object::new())).contains("complete options"));
    assert!(refused(engine.encode(&options(r#"{"steps": 3}"#))).contains("Float32Array"));
    let manifest = serde_json::to_string(&tiny::manifest()).expect("JSON");
    let error = WebEngine::load(&manifest, vec![1, 2, 3])
        .await
        .err()
        .expect("refused");
    assert!(sentence(error).contains("SHA-256"));
    let error = WebEngine::load("{}", Vec::new())
        .await
        .err()
        .expect("refused");
    assert!(sentence(error).contains("model.json"));
}

pub fn schedule_tables_are_those_of_the_crate() {
    let tables = ok(schedule_tables(&options(
        r#"{"kind": "squaredcos_cap_v2", "steps": 1000}"#,
    )));
    let alpha_bar: Float64Array = get(&tables, "alphaBar").dyn_into().expect("f64");
    assert!((alpha_bar.get_index(499) - 0.4938435904).abs() < 1e-9);
    for name in ["beta", "snr", "posteriorVariance"] {
        let table: Float64Array = get(&tables, name).dyn_into().expect("f64");
        assert_eq!(table.length(), 1000);
    }
}
