//! Our own Table 1 of the DDIM paper: Fréchet distance over the number of steps and η.

use serde::Serialize;
use unnoise::sampler::{Method, SamplerConfig, Variance};
use unnoise::timesteps::{Spacing, timesteps};

use super::Bench;
use crate::error::Error;

/// Fréchet distances over S and η; the page plots them.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Names of the columns: η, and σ̂ for DDPM with the large variance.
    pub columns: Vec<&'static str>,
    /// One row for each number of steps, trailing as the page has them by default.
    pub rows: Vec<Row>,
    /// The same with quadratic timesteps, which the paper's column for CIFAR-10 was made with (DDIM, appendix D.2).
    pub quadratic: Vec<Row>,
}

/// One number of steps.
#[derive(Debug, Serialize)]
pub struct Row {
    /// S.
    pub steps: usize,
    /// Timesteps that are left of S where some coincide: calls of the network.
    pub calls: usize,
    /// Samples of each cell.
    pub samples: usize,
    /// The distance of equally many training images.
    pub floor: f64,
    /// An interval `[low, high]` of 95 % around it; [`super::interval`] says of what.
    pub floor_interval: [f64; 2],
    /// One distance for each column.
    pub fd: Vec<f64>,
    /// An interval of 95 % around each.
    pub interval: Vec<[f64; 2]>,
}

const COLUMNS: [(&str, Method); 4] = [
    ("0", Method::Ddim { eta: 0.0 }),
    ("0.5", Method::Ddim { eta: 0.5 }),
    ("1", Method::Ddim { eta: 1.0 }),
    (
        "σ̂",
        Method::Ddpm {
            variance: Variance::Large,
        },
    ),
];

/// Measures the table with `samples` labelled samples a cell, `long` for the cells of 1000 steps.
pub(crate) fn measure(bench: &Bench, samples: usize, long: usize) -> Result<Table, Error> {
    Ok(Table {
        columns: COLUMNS.iter().map(|(name, _)| *name).collect(),
        rows: rows(bench, Spacing::Trailing, samples, long)?,
        quadratic: rows(bench, Spacing::Quadratic, samples, long)?,
    })
}

fn rows(bench: &Bench, spacing: Spacing, samples: usize, long: usize) -> Result<Vec<Row>, Error> {
    [
        (10, samples),
        (20, samples),
        (50, samples),
        (100, samples),
        (1000, long),
    ]
    .into_iter()
    .filter(|&(steps, samples)| samples > 0 && steps <= bench.model.schedule().steps())
    .map(|(steps, samples)| row(bench, spacing, steps, samples))
    .collect()
}

fn row(bench: &Bench, spacing: Spacing, steps: usize, samples: usize) -> Result<Row, Error> {
    let labels = bench.labels(samples);
    let floor = bench.of_training(samples);
    let mut row = Row {
        steps,
        calls: timesteps(spacing, steps, bench.model.schedule().steps())?.len(),
        samples,
        floor: bench.fd(&floor),
        floor_interval: bench.interval(&floor),
        fd: Vec::new(),
        interval: Vec::new(),
    };
    for (_, method) in COLUMNS {
        let config = SamplerConfig {
            spacing,
            ..bench.config(method, steps)
        };
        let (_, verdict) = bench.verdict(&config, &labels)?;
        row.fd.push(bench.fd(&verdict));
        row.interval.push(bench.interval(&verdict));
    }
    println!(
        "table, {spacing:?}, S = {steps}: {:.2?} of {samples} samples, within {:.2?}; floor {:.2}, within {:.2?}",
        row.fd, row.interval, row.floor, row.floor_interval
    );
    Ok(row)
}
