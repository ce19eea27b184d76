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

const OTHER_PACKAGES: [&str; 3] = ["firefox-esr", "webkit2gtk-driver", "xvfb"];

/// Firefox; the driver of WebKitGTK, which is Safari's engine; and the display that WebKitGTK needs.
#[derive(Clone, Debug)]
pub struct OtherBrowsers {
    pub firefox: PathBuf,
    pub webkit_driver: PathBuf,
    pub xvfb: PathBuf,
}

impl OtherBrowsers {
    /// Finds all, or installs them.
    pub fn set_up(project: &Project) -> Result<Self> {
        if let Some(browsers) = Self::find() {
            say("setup: Firefox and WebKitGTK found");
            return Ok(browsers);
        }
        if !apt::can_install() {
            bail!(
                "the tests need Firefox, WebKitGTK with its driver, and Xvfb; install them (on Debian `{}`), or name \
                 their programs in the variables FIREFOX, WEBKIT_DRIVER (WebKitWebDriver), WEBKIT_BROWSER (MiniBrowser) \
                 and XVFB",
                apt::command(&OTHER_PACKAGES)
            );
        }
        say("setup: installing Firefox and WebKitGTK with its driver (about 600 MB, once)");
        apt::install(project, &OTHER_PACKAGES)?;
        match Self::find() {
            Some(browsers) => Ok(browsers),
            None => bail!("apt-get installed Firefox and WebKitGTK, but they are not on the PATH"),
        }
    }

    fn find() -> Option<Self> {
        Some(Self {
            firefox: program("FIREFOX", &["firefox-esr", "firefox"])?,
            webkit_driver: program("WEBKIT_DRIVER", &["WebKitWebDriver"])?,
            xvfb: program("XVFB", &["Xvfb"])?,
        })
    }
}

/// The program that a variable names, or the first of some names on the `PATH`.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.exists()),
        None => names.iter().find_map(|name| which::which(name).ok()),
    }
}
