//! `cargo xtask test`: every check, cheapest first.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, ensure};

use crate::{
    browser::{Browser, OtherBrowsers},
    budget,
    bundle::{BUNDLES, PROFILE},
    process::{run as run_command, say, tee},
    project::Project,
    report::{Report, Tally, from_node, from_rust},
    site::{self, Builder},
    toolchain::{TARGET, Toolchain},
    tools,
};

/// A file of tests that runs in the browser, and the features that it needs.
struct WebTests {
    name: &'static str,
    features: &'static str,
}

/// The code of each bundle; that of the GPU is held against the CPU's, layer by layer, on the adapter that it requires.
const WEB_TESTS: [WebTests; 3] = [
    WebTests {
        name: "web_cpu",
        features: "flex,engine",
    },
    WebTests {
        name: "web_gpu",
        features: "flex,webgpu,engine",
    },
    WebTests {
        name: "web_exact",
        features: "exact",
    },
];

/// Seconds for one file of browser tests: a software GPU compiles shaders slowly.
const WEB_TEST_SECONDS: &str = "1200";

/// Seconds until ChromeDriver answers: its default of 5 is too short for a busy machine.
const DRIVER_SECONDS: &str = "60";

/// What the checks need beyond what building needs.
pub fn set_up(project: &Project, toolchain: &Toolchain) -> Result<(Browser, OtherBrowsers)> {
    tools::rust_components(project)?;
    toolchain.set_up_clippy(project)?;
    Ok((Browser::set_up(project)?, OtherBrowsers::set_up(project)?))
}

/// Runs all checks and prints their totals last, whatever happens.
pub fn run() -> ExitCode {
    let mut report = Report::default();
    match Gate::new() {
        Ok(gate) => gate.run(&mut report),
        Err(error) => report.impossible("setup", &format!("{error:#}")),
    }
    if report.close() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

struct Gate {
    project: Project,
    builder: Builder,
    browser: Browser,
    others: OtherBrowsers,
}

impl Gate {
    fn new() -> Result<Self> {
        let project = Project::find()?;
        project.claim_target()?;
        let builder = Builder::set_up(&project)?;
        let (browser, others) = set_up(&project, &builder.toolchain)?;
        Ok(Self {
            project,
            builder,
            browser,
            others,
        })
    }

    fn run(&self, report: &mut Report) {
        let project = &self.project;
        report.check("formatting", || {
            run_command(project.cargo().args(["fmt", "--all", "--check"]))
        });
        report.check("types of the page", || {
            run_command(site::typescript(project).arg("--noEmit"))
        });
        report.check("lints", || {
            run_command(project.cargo().args([
                "clippy",
                "--quiet",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        });
        report.check("documentation", || {
            run_command(
                project
                    .cargo()
                    .args(["doc", "--quiet", "--locked", "--workspace", "--no-deps"])
                    .env("RUSTDOCFLAGS", "-D warnings"),
            )
        });
        report.suite("Rust tests", || {
            let (output, success) =
                tee(project
                    .cargo()
                    .args(["test", "--locked", "--workspace", "--no-fail-fast"]))?;
            Ok(from_rust(&output).judged(success))
        });
        for bundle in BUNDLES {
            report.check(&format!("lints of bundle {}", bundle.name), || {
                let mut cargo = self.web_cargo("clippy", bundle.features)?;
                run_command(cargo.args(["--quiet", "--lib", "--", "-D", "warnings"]))
            });
        }
        let built = report.check("site", || self.builder.build(project));
        for tests in WEB_TESTS {
            report.suite(&format!("browser tests {}", tests.name), || {
                self.web_tests(&tests)
            });
        }
        if built {
            report.suite("properties", || self.page_tests("tests/properties"));
            report.suite("page tests", || self.page_tests("tests/page"));
            // After the page's own: what is wrong everywhere is told once before it is told of three browsers.
            report.suite("tests in three browsers", || {
                self.page_tests("tests/browsers")
            });
            // As those have it who install it; their own packages are locked, and come from npm's cache from the second time on.
            report.suite("projects of others", || self.page_tests("tests/consumers"));
            report.check("size of a first visit", || budget::check(project));
        } else {
            report.impossible("properties", "the site was not built");
            report.impossible("page tests", "the site was not built");
            report.impossible("tests in three browsers", "the site was not built");
            report.impossible("projects of others", "the site was not built");
            report.impossible("size of a first visit", "the site was not built");
        }
    }

    /// A cargo subcommand on the library for the browser.
    fn web_cargo(&self, subcommand: &str, features: &str) -> Result<Command> {
        let mut cargo = self.builder.toolchain.cargo(&self.project)?;
        cargo
            .args([
                subcommand,
                "--locked",
                "--package=unnoise",
                "--target",
                TARGET,
            ])
            .args([
                "--profile",
                PROFILE,
                "--no-default-features",
                "--features",
                features,
            ]);
        Ok(cargo)
    }

    fn web_tests(&self, tests: &WebTests) -> Result<Tally> {
        let mut cargo = self.web_cargo("test", tests.features)?;
        cargo
            .args(["--test", tests.name])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                self.builder.bindgen.join("wasm-bindgen-test-runner"),
            )
            .env("CHROMEDRIVER", &self.browser.driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", WEB_TEST_SECONDS)
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", DRIVER_SECONDS);
        let (output, success) = tee(&mut cargo)?;
        Ok(from_rust(&output).judged(success))
    }

    /// The tests of one folder that look at the built site; each gets the programs of all browsers.
    fn page_tests(&self, folder: &str) -> Result<Tally> {
        let folder = self.project.root.join(folder);
        let files = page_test_files(&folder)?;
        ensure!(
            !files.is_empty(),
            "expected files named *.test.js or *.test.mjs in {}",
            folder.display()
        );
        say(format!(
            "test: {} files of page tests in {}",
            files.len(),
            folder.display()
        ));
        let (output, success) = tee(self
            .project
            .command("node")
            // One browser at a time: its software GPU uses every core.
            .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
            .args(files)
            .env("UNNOISE_DIST", self.project.dist())
            .env("CHROMIUM", &self.browser.chromium)
            .env("FIREFOX", &self.others.firefox)
            .env("LAVAPIPE", &self.others.lavapipe)
            .env("WEBKIT_DRIVER", &self.others.webkit_driver)
            .env("XVFB", &self.others.xvfb))?;
        Ok(from_node(&output).judged(success))
    }
}

/// The test files of a folder, by name; `node --test FOLDER` means something else in every other version of node.
pub fn page_test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".test.js") || name.ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
