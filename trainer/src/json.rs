//! Values in JSON files.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// Writes a value as readable JSON.
///
/// # Errors
/// When the file cannot be written.
pub fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let json = serde_json::to_string_pretty(value).map_err(|error| Error::Content {
        expected: "a value that JSON can hold".to_owned(),
        found: error.to_string(),
        path: path.to_owned(),
    })?;
    fs::write(path, json + "\n").map_err(Error::write(path))
}

/// Reads a value from JSON.
///
/// # Errors
/// When the file cannot be read or holds something else.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let json = fs::read_to_string(path).map_err(Error::read(path))?;
    serde_json::from_str(&json).map_err(|error| Error::Content {
        expected: std::any::type_name::<T>().to_owned(),
        found: error.to_string(),
        path: path.to_owned(),
    })
}
