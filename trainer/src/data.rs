//! What can be trained on, and MNIST: from idx files, or downloaded by burn's own data set code.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use burn::tensor::{Device, Int, Tensor, TensorData};
use flate2::read::GzDecoder;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::error::Error;

/// Labelled pictures of one size, by number.
pub trait Pictures: Sync {
    /// Number of pictures, at least one.
    fn len(&self) -> usize;

    /// Channels, height, width.
    fn shape(&self) -> [usize; 3];

    /// Class of picture `i` in each kind of label, as many as the model has kinds.
    fn labels(&self, i: usize) -> Vec<usize>;

    /// Pictures by number, as `[B, C, H, W]` in [−1, 1].
    fn batch(&self, numbers: &[usize], device: &Device) -> Tensor<4>;
}

/// Classes of MNIST.
pub const MNIST_CLASSES: usize = 10;

/// Labelled images of one size.
#[derive(Debug, Clone)]
pub struct Images {
    /// Grey values 0 … 255, `[N, C, H, W]`.
    pixels: Vec<u8>,
    /// Class of each image.
    labels: Vec<u8>,
    /// Channels, height, width.
    shape: [usize; 3],
}

/// Which part of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// 60 000 images.
    Train,
    /// 10 000 images.
    Test,
}

impl Images {
    /// MNIST from the four idx files in `folder`, gzipped or not, or downloaded where there is no folder.
    ///
    /// # Errors
    /// When a file is missing or is no idx file, or this build cannot download.
    pub fn mnist(folder: Option<&Path>, split: Split) -> Result<Self, Error> {
        let Some(folder) = folder else {
            return download(split);
        };
        let prefix = match split {
            Split::Train => "train",
            Split::Test => "t10k",
        };
        let (pixels, dims) = read_idx(folder, &format!("{prefix}-images-idx3-ubyte"), 3)?;
        let (labels, _) = read_idx(folder, &format!("{prefix}-labels-idx1-ubyte"), 1)?;
        Self::new(pixels, labels, [1, dims[1], dims[2]], folder)
    }

    /// Images of `shape` (channels, height, width) from their grey values, one after the other, and their classes; `origin` is
    /// where they come from, for the error.
    ///
    /// # Errors
    /// When there are not as many images as labels, or none.
    pub fn new(
        pixels: Vec<u8>,
        labels: Vec<u8>,
        shape: [usize; 3],
        origin: &Path,
    ) -> Result<Self, Error> {
        let size: usize = shape.iter().product();
        if pixels.len() != labels.len() * size || labels.is_empty() {
            return Err(Error::Content {
                expected: format!("as many images as labels ({})", labels.len()),
                found: format!("{} bytes of {size}-pixel images", pixels.len()),
                path: origin.to_owned(),
            });
        }
        Ok(Self {
            pixels,
            labels,
            shape,
        })
    }

    /// Number of images.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Channels, height, width.
    pub fn shape(&self) -> [usize; 3] {
        self.shape
    }

    /// Class of image `i`.
    pub fn label(&self, i: usize) -> usize {
        self.labels[i] as usize
    }

    /// Image `i` in f64, `[C·H·W]` in [−1, 1].
    pub fn image(&self, i: usize) -> Vec<f64> {
        let size: usize = self.shape.iter().product();
        let pixels = &self.pixels[i * size..(i + 1) * size];
        pixels
            .iter()
            .map(|&value| f64::from(value) / 127.5 - 1.0)
            .collect()
    }

    /// Images by number, as `[B, C, H, W]` in [−1, 1].
    pub fn batch(&self, numbers: &[usize], device: &Device) -> Tensor<4> {
        let size: usize = self.shape.iter().product();
        let values: Vec<f32> = numbers
            .iter()
            .flat_map(|&i| &self.pixels[i * size..(i + 1) * size])
            .map(|&value| value as f32 / 127.5 - 1.0)
            .collect();
        let [c, h, w] = self.shape;
        Tensor::from_data(TensorData::new(values, [numbers.len(), c, h, w]), device)
    }

    /// Their classes, `[B]`.
    pub fn classes(&self, numbers: &[usize], device: &Device) -> Tensor<1, Int> {
        let values: Vec<i32> = numbers.iter().map(|&i| self.labels[i] as i32).collect();
        Tensor::from_data(TensorData::new(values, [numbers.len()]), device)
    }
}

impl Pictures for Images {
    fn len(&self) -> usize {
        self.len()
    }

    fn shape(&self) -> [usize; 3] {
        self.shape
    }

    fn labels(&self, i: usize) -> Vec<usize> {
        vec![self.label(i)]
    }

    fn batch(&self, numbers: &[usize], device: &Device) -> Tensor<4> {
        self.batch(numbers, device)
    }
}

/// An endless walk over a data set, every image once an epoch, each epoch in an order of its own.
///
/// The order depends on the seed and the position alone, so that a resumed run sees what an uninterrupted one would.
#[derive(Debug)]
pub struct Walk {
    seed: u64,
    len: usize,
    epoch: usize,
    order: Vec<usize>,
}

impl Walk {
    /// A walk over `len` images.
    pub fn new(len: usize, seed: u64) -> Self {
        let mut walk = Self {
            seed,
            len,
            epoch: 0,
            order: Vec::new(),
        };
        walk.shuffle(0);
        walk
    }

    fn shuffle(&mut self, epoch: usize) {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(epoch as u64);
        self.order = (0..self.len).collect();
        self.order.shuffle(&mut rng);
        self.epoch = epoch;
    }

    /// Numbers of the images at positions `start … start + count − 1` of the walk.
    pub fn numbers(&mut self, start: usize, count: usize) -> Vec<usize> {
        (start..start + count)
            .map(|position| {
                if position / self.len != self.epoch {
                    self.shuffle(position / self.len);
                }
                self.order[position % self.len]
            })
            .collect()
    }
}

/// Reads an idx file of unsigned bytes (the format of <http://yann.lecun.com/exdb/mnist/>) with `rank` dimensions.
fn read_idx(folder: &Path, name: &str, rank: usize) -> Result<(Vec<u8>, Vec<usize>), Error> {
    let plain = folder.join(name);
    let zipped = folder.join(format!("{name}.gz"));
    let mut bytes = Vec::new();
    let path: PathBuf = if plain.exists() { plain } else { zipped };
    let mut file = File::open(&path).map_err(Error::read(&path))?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(file).read_to_end(&mut bytes)
    } else {
        file.read_to_end(&mut bytes)
    }
    .map_err(Error::read(&path))?;

    let content = |found: String| Error::Content {
        expected: format!("an idx file of bytes with {rank} dimensions"),
        found,
        path: path.clone(),
    };
    let header = 4 + 4 * rank;
    if bytes.len() < header || bytes[..4] != [0, 0, 8, rank as u8] {
        let start = &bytes[..bytes.len().min(4)];
        return Err(content(format!(
            "{} bytes that begin with {start:?}",
            bytes.len()
        )));
    }
    let dims: Vec<usize> = bytes[4..header]
        .chunks_exact(4)
        .map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]) as usize)
        .collect();
    if bytes.len() - header != dims.iter().product::<usize>() {
        return Err(content(format!(
            "{} bytes for dimensions {dims:?}",
            bytes.len() - header
        )));
    }
    Ok((bytes.split_off(header), dims))
}

#[cfg(feature = "download")]
fn download(split: Split) -> Result<Images, Error> {
    use burn_dataset::{Dataset, vision::MnistDataset};

    let dataset = match split {
        Split::Train => MnistDataset::train(),
        Split::Test => MnistDataset::test(),
    };
    let mut pixels = Vec::new();
    let mut labels = Vec::new();
    for item in dataset.iter() {
        pixels.extend(item.image.iter().flatten().map(|&value| value as u8));
        labels.push(item.label);
    }
    Images::new(
        pixels,
        labels,
        [1, 28, 28],
        Path::new("the downloaded MNIST"),
    )
}

#[cfg(not(feature = "download"))]
fn download(_split: Split) -> Result<Images, Error> {
    Err(Error::Options(
        "expected --data with the folder of the four idx files of MNIST, found none, and this build cannot download them; \
         give --data, or rebuild with --features download"
            .to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_visits_every_image_once_an_epoch_and_does_not_depend_on_how_it_is_cut() {
        let whole = Walk::new(10, 3).numbers(0, 30);
        for epoch in whole.chunks(10) {
            let mut seen = epoch.to_vec();
            seen.sort_unstable();
            assert_eq!(seen, (0..10).collect::<Vec<_>>());
        }
        assert_ne!(whole[..10], whole[10..20]);
        assert_eq!(Walk::new(10, 3).numbers(17, 9), whole[17..26]);
    }
}
