//! Network, weights, model and engine, natively on the CPU.

#[path = "../common/tiny.rs"]
mod tiny;

mod cpu;
mod damaged;
mod engine;
mod properties;
mod unet;
