//! The wasm bundles: cargo compiles, wasm-bindgen writes the glue, wasm-opt shrinks.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    inputs::{self, Record},
    process::{output, run, say},
    project::Project,
    toolchain::{TARGET, Toolchain},
    tools::{self, node_program},
};

/// The cargo profile of everything that runs in the browser; see `Cargo.toml`.
pub const PROFILE: &str = "web";

/// Code for the browser, loaded whole when it is first needed: one way to run a model, or the exact theory.
#[derive(Clone, Copy, Debug)]
pub struct Bundle {
    /// The folder below `wasm/` in the site.
    pub name: &'static str,
    pub features: &'static str,
    optimisation: &'static str,
}

/// The processor's arithmetic is in the wasm itself, so that bundle is optimised for speed, and so is the theory's;
/// the other only feeds the GPU and is optimised for size.
pub const BUNDLES: [Bundle; 3] = [
    Bundle {
        name: "cpu",
        features: "flex,engine",
        optimisation: "-O3",
    },
    Bundle {
        name: "webgpu",
        features: "webgpu,engine",
        optimisation: "-Oz",
    },
    Bundle {
        name: "exact",
        features: "exact",
        optimisation: "-O3",
    },
];

/// What rustc emits beyond the first version of wasm. Whatever is not named here, wasm-opt refuses to read.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Builds all bundles where something changed and copies them to `wasm/` in the given folder.
pub fn build_into(project: &Project, toolchain: &Toolchain, site: &Path) -> Result<()> {
    let bindgen = tools::wasm_bindgen(project)?;
    for bundle in BUNDLES {
        let built = bundle.build(project, toolchain, &bindgen)?;
        let folder = site.join("wasm").join(bundle.name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        for file in ["unnoise.js", "unnoise.d.ts", "unnoise_bg.wasm"] {
            fs::copy(built.join(file), folder.join(file)).with_context(|| {
                format!(
                    "cannot copy {} to {}",
                    built.join(file).display(),
                    folder.display()
                )
            })?;
        }
    }
    Ok(())
}

impl Bundle {
    /// Returns the folder of the finished bundle.
    fn build(self, project: &Project, toolchain: &Toolchain, bindgen: &Path) -> Result<PathBuf> {
        let folder = project.web_target().join("bundles").join(self.name);
        let record = folder.join("inputs.json");
        let tools = self.tools(project, toolchain)?;
        if Record::read(&record).is_some_and(|record| record.holds(&project.root, &tools)) {
            say(format!("build: bundle {} unchanged", self.name));
            return Ok(folder);
        }

        say(format!(
            "build: compiling bundle {} (minutes the first time)",
            self.name
        ));
        run(toolchain.cargo(project)?.args([
            "build",
            "--quiet",
            "--locked",
            "--package=unnoise",
            "--lib",
            "--target",
            TARGET,
            "--profile",
            PROFILE,
            "--no-default-features",
            "--features",
            self.features,
        ]))?;
        let compiled = project.web_target().join(TARGET).join(PROFILE);
        // Taken before the next steps: whatever is edited while they run must count as changed.
        let sources = inputs::of_crate(&compiled.join("unnoise.d"), &project.root)?;
        let finished = Record::new(&project.root, sources, &tools)?;

        say(format!(
            "build: binding and optimising bundle {}",
            self.name
        ));
        run(project
            .command(bindgen.join("wasm-bindgen"))
            .args(["--target", "web", "--out-name", "unnoise", "--out-dir"])
            .arg(&folder)
            .arg(compiled.join("unnoise.wasm")))?;
        let wasm = folder.join("unnoise_bg.wasm");
        run(project
            .command(node_program(project, "wasm-opt"))
            .args(WASM_FEATURES)
            .arg(self.optimisation)
            .arg(&wasm)
            .arg("-o")
            .arg(&wasm))?;
        finished.write(&record)?;
        Ok(folder)
    }

    /// Everything apart from the sources that decides what the bundle is.
    fn tools(self, project: &Project, toolchain: &Toolchain) -> Result<String> {
        let mut rustc = toolchain.rustc(project);
        let rustc = output(rustc.arg("-vV"))?;
        let optimiser = tools::node_package_version(project, "binaryen")?;
        Ok(format!("{rustc}{optimiser}{self:?}{WASM_FEATURES:?}"))
    }
}
