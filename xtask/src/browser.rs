//! The browsers that the tests drive: Chromium by every test, Firefox and WebKit by those that hold all three together.

use std::{env, path::PathBuf};

use anyhow::{Result, bail};

use crate::{apt, process::say, project::Project};

const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// Chromium and the program that drives it.
#[derive(Clone, Debug)]
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both, or installs them.
    pub fn set_up(project: &Project) -> Result<Self> {
        if let Some(browser) = Self::find() {
            say("setup: Chromium and its driver found");
            return Ok(browser);
        }
        if !apt::can_install() {
            bail!(
                "the tests need Chromium and ChromeDriver of the same version; install them (on Debian `{}`), \
                 or name their programs in the variables CHROMIUM and CHROMEDRIVER",
                apt::command(&PACKAGES)
            );
        }
        say("setup: installing Chromium and its driver (about 400 MB, once)");
        apt::install(project, &PACKAGES)?;
        match Self::find() {
            Some(browser) => Ok(browser),
            None => {
                bail!("apt-get installed Chromium and its driver, but they are not on the PATH")
            }
        }
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: program(
                "CHROMIUM",
                &["chromium", "chromium-browser", "google-chrome"],
            )?,
            driver: program("CHROMEDRIVER", &["chromedriver"])?,
        })
    }
}

const OTHER_PACKAGES: [&str; 4] = [
    "firefox-esr",
    "webkit2gtk-driver",
    "xvfb",
    "mesa-vulkan-drivers",
];

/// Where the Vulkan loader looks for drivers.
const VULKAN_DRIVERS: &str = "/usr/share/vulkan/icd.d";

/// Firefox, and Mesa's Vulkan on the processor (lavapipe) for its WebGPU; the driver of WebKitGTK, which is Safari's engine, and
/// the display that it needs.
#[derive(Clone, Debug)]
pub struct OtherBrowsers {
    pub firefox: PathBuf,
    pub webkit_driver: PathBuf,
    pub xvfb: PathBuf,
    /// The manifest of lavapipe.
    pub lavapipe: PathBuf,
}

impl OtherBrowsers {
    /// Finds all, or installs them.
    pub fn set_up(project: &Project) -> Result<Self> {
        if let Some(browsers) = Self::find() {
            say("setup: Firefox, lavapipe and WebKitGTK found");
            return Ok(browsers);
        }
        if !apt::can_install() {
            bail!(
                "the tests need Firefox, WebKitGTK with its driver, Xvfb and Mesa's lavapipe; install them (on Debian \
                 `{}`), or name them in the variables FIREFOX, WEBKIT_DRIVER (WebKitWebDriver), WEBKIT_BROWSER \
                 (MiniBrowser), XVFB and LAVAPIPE (its manifest, lvp_icd.*.json)",
                apt::command(&OTHER_PACKAGES)
            );
        }
        say(
            "setup: installing Firefox, lavapipe, and WebKitGTK with its driver (about 800 MB, once)",
        );
        apt::install(project, &OTHER_PACKAGES)?;
        match Self::find() {
            Some(browsers) => Ok(browsers),
            None => bail!(
                "apt-get installed Firefox, lavapipe and WebKitGTK, but they are not where it puts them"
            ),
        }
    }

    fn find() -> Option<Self> {
        Some(Self {
            firefox: program("FIREFOX", &["firefox-esr", "firefox"])?,
            webkit_driver: program("WEBKIT_DRIVER", &["WebKitWebDriver"])?,
            xvfb: program("XVFB", &["Xvfb"])?,
            lavapipe: lavapipe()?,
        })
    }
}

fn lavapipe() -> Option<PathBuf> {
    if let Some(path) = env::var_os("LAVAPIPE").filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(path)).filter(|path| path.exists());
    }
    let manifests = std::fs::read_dir(VULKAN_DRIVERS).ok()?;
    manifests
        .flatten()
        .map(|manifest| manifest.path())
        .find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("lvp_icd"))
        })
}

/// The program that a variable names, or the first of some names on the `PATH`.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.exists()),
        None => names.iter().find_map(|name| which::which(name).ok()),
    }
}
