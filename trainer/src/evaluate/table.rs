//! Our own Table 1 of the DDIM paper: Fréchet distance over the number of steps and η.

use serde::Serialize;
use unnoise::sampler::{Method, Variance};

use super::Bench;
use crate::error::Error;

/// A table of Fréchet distances; the page plots it.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Names of the columns: η, and σ̂ for DDPM with the large variance.
    pub columns: Vec<&'static str>,
    /// One row for each number of steps.
    pub rows: Vec<Row>,
}

/// One number of steps.
#[derive(Debug, Serialize)]
pub struct Row {
    /// S.
    pub steps: usize,
    /// Samples of each cell.
    pub samples: usize,
    /// The distance of equally many training images.
    pub floor: f64,
    /// One distance for each column.
    pub fd: Vec<f64>,
}

/// Measures the table with `samples` labelled samples a cell, `long` for the cells of 1000 steps.
pub(crate) fn measure(bench: &Bench, samples: usize, long: usize) -> Result<Table, Error> {
    let columns = [
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
    let mut rows = Vec::new();
    for (steps, samples) in [
        (10, samples),
        (20, samples),
        (50, samples),
        (100, samples),
        (1000, long),
    ] {
        if samples == 0 || steps > bench.model.schedule().steps() {
            continue;
        }
        let labels = bench.labels(samples);
        let mut row = Row {
            steps,
            samples,
            floor: bench.floor(samples),
            fd: Vec::new(),
        };
        for (_, method) in columns {
            let (_, verdict) = bench.verdict(&bench.config(method, steps), &labels)?;
            row.fd.push(bench.fd(&verdict));
        }
        println!(
            "table, S = {steps}: {:.2?} of {samples} samples, floor {:.2}",
            row.fd, row.floor
        );
        rows.push(row);
    }
    Ok(Table {
        columns: columns.iter().map(|(name, _)| *name).collect(),
        rows,
    })
}
