//! The wasm bundles: cargo compiles, wasm-bindgen writes the glue, wasm-opt shrinks.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    inputs::{self, Record},
    optimiser::Optimiser,
    process::{output, quiet, run, run_long, say},
    project::Project,
    toolchain::{TARGET, Toolchain},
    tools,
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
    /// Whether the page can be used before this is there.
    pub can_wait: bool,
    /// Minutes that a first compilation takes on two cores, once those before it are compiled.
    minutes: u32,
}

/// Names the bundles that the site is assembled without, for trunk's hooks; see [`mod@crate::serve`].
pub const PENDING: &str = "UNNOISE_PENDING";

/// The processor's arithmetic is in the wasm itself, so that bundle is optimised for speed, and so is the theory's;
/// the other only feeds the GPU and is optimised for size.
pub const BUNDLES: [Bundle; 3] = [
    Bundle {
        name: "cpu",
        features: "flex,engine",
        optimisation: "-O3",
        can_wait: false,
        minutes: 4,
    },
    Bundle {
        name: "webgpu",
        features: "webgpu,engine",
        optimisation: "-Oz",
        can_wait: true,
        minutes: 6,
    },
    Bundle {
        name: "exact",
        features: "exact",
        optimisation: "-O3",
        can_wait: false,
        minutes: 2,
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

/// Builds the bundles where something changed, without those that are pending, and copies them to `wasm/` in the given folder.
pub fn build_into(project: &Project, toolchain: &Toolchain, site: &Path) -> Result<()> {
    let bindgen = tools::wasm_bindgen(project)?;
    let pending = env::var(PENDING).unwrap_or_default();
    for bundle in BUNDLES {
        if pending.split(' ').any(|name| name == bundle.name) {
            continue;
        }
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
    fn folder(self, project: &Project) -> PathBuf {
        project.web_target().join("bundles").join(self.name)
    }

    fn record(self, project: &Project) -> PathBuf {
        self.folder(project).join("inputs.json")
    }

    /// Whether it is built, of everything as it is now.
    pub fn is_current(self, project: &Project, toolchain: &Toolchain) -> Result<bool> {
        let tools = self.tools(project, toolchain)?;
        Ok(Record::read(&self.record(project))
            .is_some_and(|record| record.holds(&project.root, &tools)))
    }

    /// Returns the folder of the finished bundle.
    pub fn build(
        self,
        project: &Project,
        toolchain: &Toolchain,
        bindgen: &Path,
    ) -> Result<PathBuf> {
        let folder = self.folder(project);
        if self.is_current(project, toolchain)? {
            say(format!("build: bundle {} unchanged", self.name));
            return Ok(folder);
        }
        let tools = self.tools(project, toolchain)?;

        let doing = format!("build: compiling bundle {}", self.name);
        say(format!(
            "{doing} (about {} minutes the first time, on two cores)",
            self.minutes
        ));
        let mut cargo = toolchain.cargo(project)?;
        cargo.arg("build").args(quiet()).args([
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
        ]);
        run_long(&mut cargo, &doing)?;
        let compiled = project.web_target().join(TARGET).join(PROFILE);
        // Taken before the next steps: whatever is edited while they run must count as changed.
        let sources = inputs::of_crate(&compiled.join("unnoise.d"), &project.root)?;
        let finished = Record::new(&project.root, sources, &tools)?;

        let doing = format!("build: binding and optimising bundle {}", self.name);
        say(&doing);
        run(project
            .command(bindgen.join("wasm-bindgen"))
            .args(["--target", "web", "--out-name", "unnoise", "--out-dir"])
            .arg(&folder)
            .arg(compiled.join("unnoise.wasm")))?;
        let wasm = folder.join("unnoise_bg.wasm");
        let mut optimiser = project.command(Optimiser::find(project)?.program);
        optimiser
            .args(WASM_FEATURES)
            .arg(self.optimisation)
            .arg(&wasm)
            .arg("-o")
            .arg(&wasm);
        run_long(&mut optimiser, &doing)?;
        finished.write(&self.record(project))?;
        Ok(folder)
    }

    /// Everything apart from the sources that decides what the bundle is.
    fn tools(self, project: &Project, toolchain: &Toolchain) -> Result<String> {
        let mut rustc = toolchain.rustc(project);
        let rustc = output(rustc.arg("-vV"))?;
        let optimiser = Optimiser::find(project)?.version;
        let Self {
            name,
            features,
            optimisation,
            ..
        } = self;
        Ok(format!(
            "{rustc}{optimiser}{name}{features}{optimisation}{WASM_FEATURES:?}"
        ))
    }
}
