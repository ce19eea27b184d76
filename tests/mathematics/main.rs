//! Tests of the mathematics: no weights, on the CPU. One binary, since linking burn costs more than running all of them.

mod bound;
mod doubles;
mod exact_bayes;
mod exact_ddim;
mod exact_kernels;
#[cfg(feature = "exact")]
mod exact_learn;
mod exact_linear_file;
mod exact_mixture;
mod exact_ppca;
mod exact_weights;
mod gaussian;
mod golden;
mod interpolation;
mod inversion;
mod noise;
mod parameterisation;
mod sampler;
mod schedule;
mod timesteps;
