//! The CPU bundle's code in a real browser: the same numbers as natively, and the binding as the worker calls it.
#![cfg(all(target_family = "wasm", feature = "engine", not(feature = "webgpu")))]

#[path = "common/noise_bits.rs"]
mod noise_bits;
#[path = "common/tiny.rs"]
mod tiny;
#[path = "common/web.rs"]
mod web;

use burn::tensor::Device;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn noise_has_the_same_bits_as_natively() {
    noise_bits::assert_noise_bits();
}

#[wasm_bindgen_test]
async fn the_network_agrees_with_pytorch() {
    let output = web::numbers(tiny::output(&Device::flex())).await;
    let apart = tiny::difference(&output, &tiny::expected().output);
    assert!(apart < 1e-5, "found a difference of {apart}");
}

#[wasm_bindgen_test]
fn the_network_arranged_for_this_cpu_agrees_with_pytorch() {
    let apart = tiny::difference_of_arranged();
    assert!(apart < 1e-5, "found a difference of {apart}");
}

#[wasm_bindgen_test]
async fn a_run_gives_frames_then_its_result() {
    web::a_run_gives_frames_then_its_result().await;
}

#[wasm_bindgen_test]
async fn every_other_call_gives_what_the_contract_names() {
    web::every_other_call_gives_what_the_contract_names().await;
}

#[wasm_bindgen_test]
async fn wrong_input_becomes_an_error_with_a_sentence() {
    web::wrong_input_becomes_an_error_with_a_sentence().await;
}

#[wasm_bindgen_test]
fn schedule_tables_are_those_of_the_crate() {
    web::schedule_tables_are_those_of_the_crate();
}
