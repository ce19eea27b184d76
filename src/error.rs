//! Everything that can go wrong in this crate, each said in a sentence: what was expected, what was found, what to do.

/// The one error type of the crate.
///
/// Each message is a sentence for the person who can act on it. Errors are raised where the value is known, and handled once.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A noise schedule without a single step.
    #[error(
        "expected a noise schedule of at least 1 step, found 0; set its `steps` to the T of the model"
    )]
    EmptySchedule,

    /// A noise variance β that is no variance of a variance-preserving step.
    #[error(
        "expected every β of the noise schedule strictly between 0 and 1, found {beta} at t = {t}; \
         change `beta_start` or `beta_end`"
    )]
    Beta {
        /// The 0-based step.
        t: usize,
        /// Its β.
        beta: f64,
    },

    /// A timestep that the noise schedule does not have.
    #[error("expected a timestep t from 0 to {last}, found {t}; timesteps count from 0")]
    Timestep {
        /// The timestep asked for.
        t: usize,
        /// The last timestep, T − 1.
        last: usize,
    },

    /// More sampling steps than the model was trained with, or none.
    #[error(
        "expected from 1 to {train_steps} sampling steps, found {steps}; the model knows {train_steps} noise levels"
    )]
    Steps {
        /// The number S of sampling steps asked for.
        steps: usize,
        /// The number T of training steps.
        train_steps: usize,
    },

    /// A timestep list that is empty or does not fall strictly.
    #[error(
        "expected a timestep list that is not empty and falls strictly, found {found}; \
         order it from the noisiest timestep down and drop duplicates"
    )]
    TimestepList {
        /// What the list does instead.
        found: String,
    },

    /// A noise level at which nothing of the image is left in floating point.
    #[error(
        "expected some signal at t = {t}, found an alpha-bar of {alpha_bar:e}, from which no image can be recovered in f32; \
         use fewer training steps or smaller betas"
    )]
    NoSignal {
        /// The 0-based step.
        t: usize,
        /// Its ᾱ.
        alpha_bar: f64,
    },

    /// A noise level that is none in floating point.
    #[error(
        "expected some noise at t = {t}, found 1 − alpha-bar = {noise:e}, which leaves f32 nothing to divide by; use larger betas"
    )]
    NoNoise {
        /// The 0-based step.
        t: usize,
        /// Its 1 − ᾱ.
        noise: f64,
    },

    /// A number outside the range in which it means something.
    #[error("expected `{name}` to be {expected}, found {found}")]
    Number {
        /// The parameter.
        name: &'static str,
        /// Its range, in words.
        expected: &'static str,
        /// The value given.
        found: f64,
    },

    /// A count outside the range in which it means something.
    #[error("expected `{name}` to be {expected}, found {found}")]
    Count {
        /// The parameter.
        name: &'static str,
        /// Its range, in words.
        expected: &'static str,
        /// The value given.
        found: usize,
    },

    /// Two tensors that must have the same shape and have not.
    #[error("expected {what} of shape {expected:?}, found {found:?}; give both the same shape")]
    Shape {
        /// The tensor that is wrong.
        what: &'static str,
        /// The shape it must have.
        expected: [usize; 4],
        /// The shape it has.
        found: [usize; 4],
    },

    /// A `model.json` that is none.
    #[error("expected the description of a model (model.json), found one that cannot be read: {0}")]
    Manifest(String),

    /// Names of labels that do not fit the network.
    #[error(
        "expected names for {expected:?} classes, one number for each kind of label, found names for {found:?}; correct `labels` in the model's config"
    )]
    LabelNames {
        /// Classes of each kind in the network.
        expected: Vec<usize>,
        /// Names of each kind.
        found: Vec<usize>,
    },

    /// A label that is no class.
    #[error("expected a label from 0 to {}, or none, found {found}", count - 1)]
    Label {
        /// The label given.
        found: usize,
        /// Number of classes.
        count: usize,
    },

    /// Too many or too few labels for an image.
    #[error("expected {expected} labels for each image, one of each kind, found {found}")]
    LabelCount {
        /// Kinds of label that the model has.
        expected: usize,
        /// Labels given.
        found: usize,
    },

    /// A network that cannot be built.
    #[error(transparent)]
    Network(#[from] crate::unet::UNetConfigError),

    /// Weights that cannot be used.
    #[error(transparent)]
    Weights(#[from] crate::weights::WeightsError),

    /// Something that the exact part cannot compute with.
    #[error(transparent)]
    Exact(#[from] crate::exact::error::ExactError),
}
