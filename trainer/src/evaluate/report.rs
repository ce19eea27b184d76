//! The file of a model's figures, some of which can be measured anew.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Counts, Quality, classify, copies, l_simple, reconstruction, table};
use crate::error::Error;
use crate::json::{read_json, write_json};

/// The figures of one model. What was not measured is `None`.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Share of the test images that the judge of the file classifies right.
    pub judge_accuracy: Option<f64>,
    /// DDIM with 50 steps, η = 0, labelled.
    pub ddim_50: Option<Quality>,
    /// DDIM with 20 steps, η = 0, labelled.
    pub ddim_20: Option<Quality>,
    /// DDPM over all steps, small variance, labelled.
    pub ddpm_1000: Option<Quality>,
    /// Encoding and decoding test images without label.
    pub reconstruction: Option<reconstruction::Reconstruction>,
    /// Nearest training images of unlabelled samples.
    pub copies: Option<copies::Copies>,
    /// Unlabelled samples of each class, in thousandths.
    pub balance: Option<Vec<f64>>,
    /// FD over steps and η.
    pub table: Option<table::Table>,
    /// ‖ε̂ − ε‖²/D of test images over t, labelled.
    pub l_simple: Option<l_simple::LSimple>,
    /// Reading test images by Bayes' rule.
    pub classify: Option<classify::Classification>,
}

/// The JSON file that a report goes into.
#[derive(Debug)]
pub struct Figures {
    path: PathBuf,
    /// `None` where the file keeps the judge that it has.
    judge: Option<String>,
    /// What stays of an earlier report, in its order.
    kept: Map<String, Value>,
}

impl Figures {
    /// The file at `path`, to be filled by the judge of that SHA-256. Where `counts` asks for all figures, nothing of it stays. Where it
    /// asks for none of the judge's, the judge that is in the file stays.
    ///
    /// # Errors
    /// When figures that would stay are another judge's: its distances are in other units. Better said before hours of sampling.
    pub fn open(path: &Path, judge: String, counts: Counts) -> Result<Self, Error> {
        let filled = |judge, kept| Self {
            path: path.to_owned(),
            judge,
            kept,
        };
        if counts.all() || !path.exists() {
            return Ok(filled(Some(judge), Map::new()));
        }
        let kept: Map<String, Value> = read_json(path)?;
        if !counts.judged() {
            return Ok(filled(None, kept));
        }
        match kept.get("judge").and_then(Value::as_str) {
            Some(before) if before == judge => Ok(filled(Some(judge), kept)),
            before => Err(Error::Options(format!(
                "expected --judge with the judge of the figures that are to stay in {} ({}), found {judge}; measure all of them, \
                 or write into another file with --out",
                path.display(),
                before.unwrap_or("which does not say"),
            ))),
        }
    }

    /// Writes the file: the figures of `report`, and of the earlier one those that it lacks.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(mut self, mut report: Report) -> Result<(), Error> {
        match self.judge {
            Some(judge) => {
                self.kept.insert("judge".to_owned(), judge.into());
            }
            None => report.judge_accuracy = None,
        }
        let value = serde_json::to_value(report).map_err(|error| Error::Content {
            expected: "figures that JSON can hold".to_owned(),
            found: error.to_string(),
            path: self.path.clone(),
        })?;
        if let Value::Object(figures) = value {
            let measured = figures.into_iter().filter(|(_, value)| !value.is_null());
            self.kept.extend(measured);
        }
        write_json(&self.path, &self.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE_ONLY: Counts = Counts {
        ddim: 0,
        ddpm: 0,
        table: 1,
        table_long: 0,
        reconstruct: 0,
        unlabelled: 0,
        error: 0,
        classify: 0,
        classify_timesteps: 20,
    };

    #[test]
    fn what_is_not_measured_again_stays_to_the_last_digit() {
        let folder = std::env::temp_dir().join(format!("unnoise-figures-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("quality.json");
        let old = r#"{"judge":"a","judge_accuracy":0.1,"ddpm_1000":{"fd":9.850290904594203},"balance":[0.0000477633014179446]}"#;
        std::fs::write(&path, old).expect("a file");
        let report = Report {
            judge_accuracy: Some(0.5),
            balance: Some(vec![1.0]),
            ..Report::default()
        };
        Figures::open(&path, "a".to_owned(), TABLE_ONLY)
            .and_then(|file| file.write(report))
            .expect("figures");
        let written = std::fs::read_to_string(&path).expect("a file");
        let bare: String = written.split_whitespace().collect();
        assert_eq!(
            bare,
            r#"{"judge":"a","judge_accuracy":0.5,"ddpm_1000":{"fd":9.850290904594203},"balance":[1.0]}"#
        );

        let another = Figures::open(&path, "b".to_owned(), TABLE_ONLY).expect_err("another judge");
        assert!(another.to_string().contains("(a), found b"), "{another}");

        // Another judge may be there for figures that are not by it.
        let errors_only = Counts {
            table: 0,
            error: 1,
            ..TABLE_ONLY
        };
        let report = Report {
            judge_accuracy: Some(0.25),
            ..Report::default()
        };
        Figures::open(&path, "b".to_owned(), errors_only)
            .and_then(|file| file.write(report))
            .expect("figures");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), written);
        std::fs::remove_dir_all(folder).expect("a folder");
    }
}
