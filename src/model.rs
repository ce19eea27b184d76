//! A trained model: network, schedule, parameterisation and labels, described by one `model.json` beside the weights.

use std::sync::Arc;

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use crate::cpu::CpuUNet;
use crate::error::Error;
#[cfg(feature = "webgpu")]
use crate::gpu::GpuUNet;
use crate::parameterisation::Parameterisation;
use crate::sampler::{Denoiser, check_schedule};
use crate::schedule::{Schedule, ScheduleConfig};
use crate::unet::{Composed, Operations, UNet, UNetConfig};
use crate::weights;

/// What has to be known to run weights; the only source of the architecture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelConfig {
    /// The network.
    pub unet: UNetConfig,
    /// The noise schedule that it was trained with.
    pub schedule: ScheduleConfig,
    /// What its output stands for.
    pub parameterisation: Parameterisation,
    /// Names of the labels, one entry for each kind in `unet.labels`.
    pub labels: Vec<LabelKind>,
}

/// One kind of label, such as the digit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelKind {
    /// What the label says, as a key for translation: "digit".
    pub name: String,
    /// Names of the classes, in the order of their numbers.
    pub classes: Vec<String>,
}

/// The file `model.json`: where a model's weights are, and what they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The model's name, that of its folder.
    pub name: String,
    /// File of the weights, relative to this one.
    pub weights: String,
    /// SHA-256 of that file, lower-case hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: usize,
    /// Trained parameters.
    pub parameters: usize,
    /// Licence and credit of weights and data, in a sentence.
    pub licence: String,
    /// The model.
    pub config: ModelConfig,
}

impl Manifest {
    /// Reads `model.json`.
    ///
    /// # Errors
    /// [`Error::Manifest`] when the text is not such a file.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        serde_json::from_str(json).map_err(|error| Error::Manifest(error.to_string()))
    }
}

/// The network, arranged for what runs it.
#[derive(Debug)]
enum Network {
    /// burn's layers: everywhere but in a browser, and widths that the others don't take.
    Burn(UNet, &'static dyn Operations),
    /// The CPU of a browser.
    Cpu(CpuUNet),
    /// Kernels of our own on a GPU.
    #[cfg(feature = "webgpu")]
    Gpu(Box<GpuUNet>),
}

/// A model on a device, ready to predict.
#[derive(Debug)]
pub struct Model {
    config: ModelConfig,
    schedule: Schedule,
    parameters: usize,
    network: Network,
    device: Device,
}

impl Model {
    /// A model around a network that exists already, such as one in training.
    ///
    /// # Errors
    /// When schedule or label names do not fit the config.
    pub fn new(config: ModelConfig, network: UNet, device: &Device) -> Result<Self, Error> {
        let named: Vec<usize> = config
            .labels
            .iter()
            .map(|kind| kind.classes.len())
            .collect();
        if named != config.unet.labels {
            return Err(Error::LabelNames {
                expected: config.unet.labels.clone(),
                found: named,
            });
        }
        let schedule = Schedule::new(&config.schedule)?;
        check_schedule(&schedule)?;
        let arranged = on_browsers_cpu(device)
            .then(|| CpuUNet::new(&config.unet, &network))
            .flatten();
        Ok(Self {
            schedule,
            config,
            parameters: network.num_params(),
            network: arranged.map_or(Network::Burn(network, &Composed), Network::Cpu),
            device: device.clone(),
        })
    }

    /// A model from the two files of its folder, checked against each other.
    ///
    /// # Errors
    /// When the weights are not the ones that the manifest promises, or do not fit its architecture.
    pub fn load(manifest: &Manifest, bytes: Vec<u8>, device: &Device) -> Result<Self, Error> {
        weights::check_digest(&bytes, &manifest.sha256, manifest.bytes)?;
        manifest.config.unet.validate()?;
        weights::check_values(&bytes)?;
        #[cfg(feature = "webgpu")]
        let file = bytes.clone();
        let network = UNet::new(&manifest.config.unet, device)?;
        let network = weights::from_bytes(network, bytes)?;
        let model = Self::new(manifest.config.clone(), network, device)?;
        // Kernels of our own are given the file: a browser's GPU cannot be read from without waiting.
        #[cfg(feature = "webgpu")]
        if let Some(network) = GpuUNet::new(&manifest.config.unet, file, device)? {
            return Ok(Self {
                network: Network::Gpu(Box::new(network)),
                ..model
            });
        }
        Ok(model)
    }

    /// The same model by other operations, where it is burn's layers that run it.
    #[must_use]
    pub fn with_operations(self, operations: &'static dyn Operations) -> Self {
        let network = match self.network {
            Network::Burn(network, _) => Network::Burn(network, operations),
            arranged => arranged,
        };
        Self { network, ..self }
    }

    /// The description.
    pub fn config(&self) -> &ModelConfig {
        &self.config
    }

    /// The noise schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Number of the network's parameters.
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// Where it runs.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Channels, height and width of an image.
    pub fn image_shape(&self) -> [usize; 3] {
        let unet = &self.config.unet;
        [unet.channels, unet.height, unet.width]
    }

    /// The network's output; `times` and the rows of `labels` are one for each image.
    fn forward(&self, x_t: Tensor<4>, times: &[f32], labels: &Labels) -> Tensor<4> {
        let network = match &self.network {
            Network::Burn(network, operations) => {
                let times = Tensor::<1>::from_floats(times, &self.device);
                let labels = labels.table.clone();
                return network.forward_with(*operations, x_t, times, labels);
            }
            #[cfg(feature = "webgpu")]
            Network::Gpu(network) => return network.forward(x_t, times, &labels.rows),
            Network::Cpu(network) => network,
        };
        let shape = x_t.dims();
        let data = x_t.into_data().convert::<f32>();
        let values = data.as_slice().expect("the data was converted to f32");
        let output = network.forward(values, times, &labels.rows);
        Tensor::from_data(TensorData::new(output, shape), &self.device)
    }

    /// The denoiser of one run: this model with labels and guidance.
    ///
    /// `labels` holds one entry for each image, each with one entry for each kind of label, `None` for "no label".
    /// With `guidance` g the prediction is ε̂(∅) + g·(ε̂(label) − ε̂(∅)) (Ho & Salimans 2022, eq. 6 with w = g − 1): 1 is
    /// the labelled network itself, 0 the unlabelled one.
    ///
    /// # Errors
    /// When a label is not a class of its kind, or guidance is not finite.
    pub fn conditioned(
        self: &Arc<Self>,
        labels: &[Vec<Option<usize>>],
        guidance: f64,
    ) -> Result<Conditioned, Error> {
        if !guidance.is_finite() {
            return Err(Error::Number {
                name: "guidance",
                expected: "a finite number",
                found: guidance,
            });
        }
        let classes = &self.config.unet.labels;
        let mut rows = Vec::with_capacity(labels.len() * classes.len());
        for image in labels {
            if image.len() != classes.len() {
                return Err(Error::LabelCount {
                    expected: classes.len(),
                    found: image.len(),
                });
            }
            for (label, &count) in image.iter().zip(classes) {
                match *label {
                    Some(found) if found >= count => {
                        return Err(Error::Label { found, count });
                    }
                    label => rows.push(label.unwrap_or(count) as i32),
                }
            }
        }
        let null: Vec<i32> = classes.iter().map(|&count| count as i32).collect();
        let unlabelled = rows.chunks(null.len().max(1)).all(|row| row == null);
        let null = null.repeat(labels.len());
        let table = |rows: Vec<i32>| {
            let images = rows.len().checked_div(classes.len());
            let shape = [images.unwrap_or(labels.len()), classes.len()];
            Labels::new(rows, shape, &self.device)
        };
        // Two calls in one batch where they differ, otherwise one call.
        let call = if guidance == 1.0 || unlabelled {
            Call::Once(table(rows))
        } else if guidance == 0.0 {
            Call::Once(table(null))
        } else {
            Call::Guided(table([rows, null].concat()), guidance)
        };
        Ok(Conditioned {
            model: self.clone(),
            call,
        })
    }

    /// One row of labels for each of `images` images: the same label, or none, for all.
    ///
    /// A model with several kinds of label takes it as the first kind, and none of the others.
    pub fn same_label(&self, label: Option<usize>, images: usize) -> Vec<Vec<Option<usize>>> {
        let mut row = vec![None; self.config.unet.labels.len()];
        match row.first_mut() {
            Some(first) => *first = label,
            // One label too many: `conditioned` says so.
            None => row.extend(label.map(Some)),
        }
        vec![row; images]
    }
}

/// A [`Model`] with the labels and the guidance of one run.
#[derive(Debug)]
pub struct Conditioned {
    model: Arc<Model>,
    call: Call,
}

/// What one prediction asks of the network.
#[derive(Debug)]
enum Call {
    /// One row of labels for each image.
    Once(Labels),
    /// The labelled rows, then as many unlabelled ones; and the guidance.
    Guided(Labels, f64),
}

/// One row of labels for each image, one column for each kind.
#[derive(Debug)]
struct Labels {
    rows: Vec<i32>,
    /// The same on the device.
    table: Tensor<2, Int>,
}

impl Labels {
    fn new(rows: Vec<i32>, shape: [usize; 2], device: &Device) -> Self {
        Self {
            table: Tensor::from_data(TensorData::new(rows.clone(), shape), device),
            rows,
        }
    }
}

/// Whether this is wasm, and the device its CPU. Natively burn's own kernels use vectors that wasm does not have.
fn on_browsers_cpu(device: &Device) -> bool {
    #[cfg(all(target_family = "wasm", feature = "flex"))]
    return *device == Device::flex();
    #[cfg(not(all(target_family = "wasm", feature = "flex")))]
    {
        let _ = device;
        false
    }
}

impl Conditioned {
    /// The schedule of the model.
    pub fn schedule(&self) -> &Schedule {
        &self.model.schedule
    }

    /// The network's output with a timestep for each image.
    ///
    /// # Shapes
    /// - `x_t`, result: `[B, C, H, W]`
    /// - `t`: B timesteps
    pub fn output(&self, x_t: Tensor<4>, t: &[usize]) -> Tensor<4> {
        let [batch, ..] = x_t.dims();
        let times: Vec<f32> = t.iter().map(|&t| t as f32).collect();
        match &self.call {
            Call::Once(labels) => self.model.forward(x_t, &times, labels),
            Call::Guided(labels, guidance) => {
                let both = Tensor::cat(vec![x_t.clone(), x_t], 0); // [2·B, C, H, W]
                let output = self.model.forward(both, &times.repeat(2), labels);
                let labelled = output.clone().narrow(0, 0, batch);
                let unlabelled = output.narrow(0, batch, batch);
                // ε, x₀ and v are affine in each other at fixed xₜ, and the two weights add up to one: mixing outputs
                // is the same as mixing ε.
                labelled.mul_scalar(*guidance) + unlabelled.mul_scalar(1.0 - guidance)
            }
        }
    }
}

impl Denoiser for Conditioned {
    fn parameterisation(&self) -> Parameterisation {
        self.model.config.parameterisation
    }

    fn predict(&self, x_t: Tensor<4>, t: usize) -> Tensor<4> {
        let times = vec![t; x_t.dims()[0]];
        self.output(x_t, &times)
    }
}
