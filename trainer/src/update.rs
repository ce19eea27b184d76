//! One update of the weights: what is random in it, its loss and its gradients.

use std::thread;

use burn::module::Module;
use burn::optim::{GradientsAccumulator, GradientsParams};
use burn::tensor::{Device, Distribution, Int, Tensor, TensorData};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use unnoise::model::ModelConfig;
use unnoise::noise::{NoiseStream, standard_normal};
use unnoise::process::q_sample;
use unnoise::schedule::Schedule;
use unnoise::unet::{Operations, UNet};

use crate::checkpoint::Position;
use crate::data::Pictures;
use crate::device::{operations, share_processor};
use crate::error::Error;
use crate::settings::{Noise, Settings};

/// One update: what is random in it, drawn from (seed, step) alone, and how its gradients are computed.
pub struct Update<'a> {
    settings: &'a Settings,
    schedule: &'a Schedule,
    config: &'a ModelConfig,
    step: usize,
    /// Whether the loss is the error of v̂, not of ε̂.
    velocity: bool,
    timesteps: Vec<usize>,
    /// For each image, whether it keeps its label of each kind.
    keep_labels: Vec<Vec<bool>>,
}

impl<'a> Update<'a> {
    /// The update that follows `position`.
    pub fn new(
        settings: &'a Settings,
        schedule: &'a Schedule,
        position: &Position,
        config: &'a ModelConfig,
    ) -> Self {
        let step = position.step;
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed ^ 0x7261_6e64_6f6d);
        rng.set_stream(step as u64);
        let shift = rng.random();
        let timesteps = settings
            .density
            .stratified(schedule.steps(), settings.batch, shift);
        let kinds = config.unet.labels.len();
        let keep_labels = (0..settings.batch)
            .map(|_| {
                let keep = rng.random::<f64>() >= settings.label_dropout;
                if settings.kind_dropout == 0.0 {
                    return vec![keep; kinds];
                }
                (0..kinds)
                    .map(|_| rng.random::<f64>() >= settings.kind_dropout && keep)
                    .collect()
            })
            .collect();
        Self {
            settings,
            schedule,
            config,
            step,
            velocity: settings
                .velocity_from
                .is_some_and(|from| position.images >= from),
            timesteps,
            keep_labels,
        }
    }

    /// Gradients and loss `[1]` of the batch, each worker taking every `workers`-th image.
    ///
    /// The loss is not read here, so that a GPU need not be waited for.
    pub fn gradients(
        &self,
        network: &UNet,
        images: &dyn Pictures,
        numbers: &[usize],
        device: &Device,
    ) -> Result<(GradientsParams, Tensor<1>), Error> {
        let workers = self.settings.workers;
        let operations = operations(device, self.settings.bf16)?;
        let part = |network: UNet, worker: usize| {
            let places: Vec<usize> = (worker..numbers.len()).step_by(workers).collect();
            self.part(&network, operations, images, numbers, &places)
        };
        // A graph of its own: burn frees a graph's nodes with its first backward pass, and graphs that share parameters are one
        // graph to it.
        let forked = || network.clone().fork(device);
        if workers == 1 {
            // On this thread: on a GPU libtorch keeps how to compute a convolution for each thread, and a thread of every update's
            // own finds it out anew, which takes longer than the update.
            return Ok(part(forked(), 0));
        }
        let parts: Vec<(GradientsParams, Tensor<1>)> = thread::scope(|scope| {
            let part = &part;
            let handles: Vec<_> = (0..workers)
                .map(|worker| {
                    let network = forked();
                    scope.spawn(move || {
                        share_processor();
                        part(network, worker)
                    })
                })
                .collect();
            handles
                .into_iter()
                .map(|handle| handle.join().map_err(|_| Error::Worker { step: self.step }))
                .collect::<Result<_, _>>()
        })?;
        let mut sum = GradientsAccumulator::new();
        let mut losses = Vec::with_capacity(workers);
        for (gradients, part) in parts {
            sum.accumulate(network, gradients);
            losses.push(part);
        }
        Ok((sum.grads(), Tensor::cat(losses, 0).sum()))
    }

    /// The share of the images at `places` of the batch in its gradients and in L_simple, which is reported whatever the loss is.
    fn part(
        &self,
        network: &UNet,
        operations: &dyn Operations,
        images: &dyn Pictures,
        numbers: &[usize],
        places: &[usize],
    ) -> (GradientsParams, Tensor<1>) {
        let device = &network.input.weight.device();
        let pick: Vec<usize> = places.iter().map(|&place| numbers[place]).collect();
        let timesteps: Vec<usize> = places.iter().map(|&place| self.timesteps[place]).collect();
        let times: Vec<f32> = timesteps.iter().map(|&t| t as f32).collect();
        let times = Tensor::<1>::from_floats(times.as_slice(), device);
        let level = self.schedule.levels(&timesteps, device);
        let labels = self.labels(&pick, places, images, device);
        let x0 = images.batch(&pick, device);
        let noise = self.noise(images.shape(), places, device);

        let x_t = q_sample(x0.clone(), noise.clone(), &level);
        let output = network.forward_with(operations, x_t.clone(), times, labels);
        let kind = self.config.parameterisation;
        let share = places.len() as f64 / numbers.len() as f64;
        let mean_square = |error: Tensor<4>| error.square().mean().mul_scalar(share);
        let epsilon = kind.epsilon(output.clone(), x_t.clone(), &level);
        let simple = mean_square(epsilon - noise.clone());
        let reported = simple.clone().inner();
        let loss = if self.velocity {
            mean_square(kind.v(output, x_t, &level) - level.v(x0, noise))
        } else {
            simple
        };
        (
            GradientsParams::from_grads(loss.backward(), network),
            reported,
        )
    }

    /// The ε of the images at `places`, `[places, C, H, W]`.
    fn noise(&self, shape: [usize; 3], places: &[usize], device: &Device) -> Tensor<4> {
        let [c, h, w] = shape;
        if self.settings.noise == Noise::Device {
            // From (seed, step) alone as well: the seeds of two steps differ, whatever the seed of the run.
            device.seed(self.settings.seed.rotate_left(32) ^ self.step as u64);
            let normal = Distribution::Normal(0.0, 1.0);
            return Tensor::random([places.len(), c, h, w], normal, device);
        }
        let size = c * h * w;
        let mut values = vec![0.0; places.len() * size];
        for (&place, out) in places.iter().zip(values.chunks_mut(size)) {
            standard_normal(
                self.settings.seed,
                NoiseStream::Forward,
                self.step,
                place,
                out,
            );
        }
        Tensor::from_data(TensorData::new(values, [places.len(), c, h, w]), device)
    }

    /// Labels of the images at `places`, `[places, K]`; the number of classes of a kind means "no label".
    fn labels(
        &self,
        numbers: &[usize],
        places: &[usize],
        images: &dyn Pictures,
        device: &Device,
    ) -> Tensor<2, Int> {
        let classes = &self.config.unet.labels;
        let rows: Vec<i32> = numbers
            .iter()
            .zip(places)
            .flat_map(|(&number, &place)| {
                let labels = images.labels(number).into_iter().zip(classes);
                let keep = &self.keep_labels[place];
                labels
                    .zip(keep)
                    .map(|((label, &null), &keep)| if keep { label } else { null } as i32)
            })
            .collect();
        Tensor::from_data(
            TensorData::new(rows, [numbers.len(), classes.len()]),
            device,
        )
    }
}
