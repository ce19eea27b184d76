//! What a first visit downloads, and how much that may be.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    files,
    process::{output, say},
    project::Project,
};

/// What a visit downloads only when the reader asks for the exact theory, for a VAE, which say their size before, or for another model.
const WHEN_ASKED: [&str; 3] = ["wasm/exact/", "models/digits-ppca", "models/kittens/"];

/// A visit without a GPU, and what of the site it never downloads.
const CPU: Visit = Visit {
    name: "CPU",
    without: &["wasm/webgpu/", WHEN_ASKED[0], WHEN_ASKED[1], WHEN_ASKED[2]],
    megabytes: 3,
};

/// A visit with a GPU may try both backends and keep the faster, so it downloads the bundles of both.
const GPU: Visit = Visit {
    name: "GPU",
    without: &WHEN_ASKED,
    megabytes: 5,
};

struct Visit {
    name: &'static str,
    without: &'static [&'static str],
    megabytes: u64,
}

/// Compressed size by path below `dist/`.
type Sizes = BTreeMap<String, u64>;

/// Checks both kinds of visit against the built site.
pub fn check(project: &Project) -> Result<()> {
    let sizes = compressed(project)?;
    for visit in [CPU, GPU] {
        visit.check(&sizes)?;
    }
    Ok(())
}

impl Visit {
    fn check(&self, sizes: &Sizes) -> Result<()> {
        let total = self.total(sizes);
        let budget = self.megabytes * 1_000_000;
        say(format!(
            "budget: a first visit on the {} path downloads {:.2} MB of {} MB",
            self.name,
            total as f64 / 1e6,
            self.megabytes
        ));
        if total > budget {
            let mut largest: Vec<_> = sizes
                .iter()
                .filter(|(path, _)| self.downloads(path))
                .collect();
            largest.sort_by_key(|(_, size)| std::cmp::Reverse(**size));
            let largest: Vec<_> = largest
                .iter()
                .take(5)
                .map(|(path, size)| format!("{path} {size}"))
                .collect();
            bail!(
                "expected at most {budget} bytes on the {} path, found {total}; the largest files are {}",
                self.name,
                largest.join(", ")
            );
        }
        Ok(())
    }

    fn total(&self, sizes: &Sizes) -> u64 {
        sizes
            .iter()
            .filter(|(path, _)| self.downloads(path))
            .map(|(_, size)| size)
            .sum()
    }

    /// Counts all of the site that a page could ask for: more than one visit does, never less.
    fn downloads(&self, path: &str) -> bool {
        // For developers, and the card, which only pages that show a link to this one ask for.
        let for_others = [
            ".d.ts",
            ".js.map",
            ".md",
            "posters/card.png",
            "custom-elements.json",
        ]
        .iter()
        .any(|ending| path.ends_with(ending));
        !for_others && !self.without.iter().any(|folder| path.starts_with(folder))
    }
}

fn compressed(project: &Project) -> Result<Sizes> {
    let dist = project.dist();
    let files = files::below(&dist)?;
    let sizes = output(
        project
            .command("node")
            .arg(project.root.join("xtask/src/brotli.mjs"))
            .args(&files),
    )?;
    let sizes: Vec<u64> = sizes
        .lines()
        .map(|line| {
            line.parse()
                .with_context(|| format!("expected a size, found `{line}`"))
        })
        .collect::<Result<_>>()?;
    ensure!(
        sizes.len() == files.len() && !files.is_empty(),
        "expected the sizes of {} files, found {}",
        files.len(),
        sizes.len()
    );
    let name = |file: &PathBuf| {
        file.strip_prefix(&dist)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/")
    };
    Ok(files.iter().map(name).zip(sizes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(cpu: u64, gpu: u64) -> Sizes {
        [
            ("index.html", 1_000),
            ("unnoise.d.ts", 9_000_000),
            ("unnoise.js.map", 9_000_000),
            ("posters/card.png", 9_000_000),
            ("wasm/cpu/unnoise_bg.wasm", cpu),
            ("wasm/webgpu/unnoise_bg.wasm", gpu),
        ]
        .map(|(path, size)| (path.to_owned(), size))
        .into()
    }

    #[test]
    fn a_visit_counts_what_it_downloads() {
        let sizes = site(300_000, 1_600_000);
        assert_eq!(CPU.total(&sizes), 301_000);
        assert_eq!(GPU.total(&sizes), 1_901_000);
    }

    #[test]
    fn too_much_is_an_error_that_names_the_largest_file() {
        let sizes = site(300_000, 6_800_000);
        assert!(CPU.check(&sizes).is_ok());
        let error = GPU.check(&sizes).unwrap_err().to_string();
        assert!(
            error.contains("GPU path") && error.contains("wasm/webgpu/unnoise_bg.wasm 6800000"),
            "{error}"
        );
    }
}
