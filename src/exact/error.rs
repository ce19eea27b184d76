//! Everything that can be asked wrongly of the exact part: what was expected, what was found, what to do.

/// The error type of [`exact`](super).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExactError {
    /// A mixture without components, or with too many.
    #[error("expected from 1 to {most} components, found {found}; {}", if *found == 0 { "add one" } else { "merge or leave out some" })]
    Components {
        /// The most that there can be.
        most: usize,
        /// How many were given.
        found: usize,
    },

    /// A number of a component that makes no Gaussian.
    #[error(
        "expected the {what} of component {index} to be {expected}, found {found}; correct it, or leave the component out"
    )]
    Component {
        /// `weight`, `mean` or `deviation`.
        what: &'static str,
        /// The component, counted from 0.
        index: usize,
        /// The range in words.
        expected: &'static str,
        /// The value given.
        found: f64,
    },

    /// A mean of a dimension that is not there.
    #[error(
        "expected the mean of component {index} to have {expected}, found {found}; give all components means in one or in two dimensions"
    )]
    Dimension {
        /// The component, counted from 0.
        index: usize,
        /// The number of coordinates in words.
        expected: &'static str,
        /// How many it has.
        found: usize,
    },

    /// A function of one dimension asked of a mixture in two.
    #[error(
        "expected a mixture in one dimension for {what}, found one in two; give each mean one coordinate"
    )]
    OneDimension {
        /// What was asked for.
        what: &'static str,
    },

    /// A quadrature that would take minutes.
    #[error(
        "expected {what} to take at most {most:.0e} evaluations, found {found:.0e}; use fewer components, or less narrow ones"
    )]
    Work {
        /// What was asked for.
        what: &'static str,
        /// The most that is done.
        most: f64,
        /// What it would take.
        found: f64,
    },

    /// A number out of its range.
    #[error("expected `{name}` to be {expected}, found {found}; correct it")]
    Number {
        /// The parameter.
        name: &'static str,
        /// Its range in words.
        expected: &'static str,
        /// The value given.
        found: f64,
    },

    /// A list of the wrong length.
    #[error("expected `{name}` to have {expected} numbers, found {found}; give one for each")]
    Length {
        /// The parameter.
        name: &'static str,
        /// What its length must be.
        expected: String,
        /// What it is.
        found: usize,
    },

    /// Two noise levels in the wrong order.
    #[error(
        "expected ᾱ to rise from the noisier level to the cleaner one, found {noisy} and then {clean}; let time fall: t above s"
    )]
    Levels {
        /// ᾱₜ as given.
        noisy: f64,
        /// ᾱₛ as given.
        clean: f64,
    },

    /// A covariance or another matrix that has to be positive definite and is not.
    #[error(
        "expected a positive definite matrix, found the pivot {pivot} at row {row}; drop dependent columns or give a variance above 0"
    )]
    NotPositive {
        /// The row of the Cholesky factor, from 0.
        row: usize,
        /// What stood under its root.
        pivot: f64,
    },

    /// Probabilities that sum to nothing.
    #[error(
        "expected at least one class that the prior and the likelihood both allow, found none; give a class a prior above 0"
    )]
    NoClass,
}

/// `found` where it is finite and in the range that `ok` says.
pub(super) fn number(
    name: &'static str,
    expected: &'static str,
    found: f64,
    ok: impl Fn(f64) -> bool,
) -> Result<f64, ExactError> {
    if found.is_finite() && ok(found) {
        Ok(found)
    } else {
        Err(ExactError::Number {
            name,
            expected,
            found,
        })
    }
}

/// `alpha_bar` where it is a noise level.
pub(super) fn level(alpha_bar: f64) -> Result<f64, ExactError> {
    number("alpha_bar", "above 0 and at most 1", alpha_bar, |a| {
        a > 0.0 && a <= 1.0
    })
}

/// Checks that `noisy` is ᾱₜ and `clean` ᾱₛ of two levels s < t.
pub(super) fn levels(noisy: f64, clean: f64) -> Result<(), ExactError> {
    level(noisy)?;
    level(clean)?;
    if noisy < clean {
        Ok(())
    } else {
        Err(ExactError::Levels { noisy, clean })
    }
}

/// Checks that `list` is of ᾱ that rise strictly.
pub(super) fn rising(list: &[f64]) -> Result<(), ExactError> {
    if list.is_empty() {
        return Err(ExactError::Length {
            name: "alpha_bars",
            expected: "at least 1".into(),
            found: 0,
        });
    }
    level(list[0])?;
    list.windows(2)
        .try_for_each(|pair| levels(pair[0], pair[1]))
}

/// Checks that η is one of the family q_σ.
pub(super) fn eta(eta: f64) -> Result<f64, ExactError> {
    number("eta", "from 0 to 1", eta, |eta| (0.0..=1.0).contains(&eta))
}

/// Checks that a list has the length `expected`.
pub(super) fn length(name: &'static str, expected: usize, found: usize) -> Result<(), ExactError> {
    if expected == found {
        return Ok(());
    }
    Err(ExactError::Length {
        name,
        expected: expected.to_string(),
        found,
    })
}

/// Checks that all numbers are finite.
pub(super) fn finite(name: &'static str, values: &[f64]) -> Result<(), ExactError> {
    let check = |&x: &f64| number(name, "finite numbers", x, |_| true).map(|_| ());
    values.iter().try_for_each(check)
}
