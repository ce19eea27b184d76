//! A Gaussian mixture in one or two dimensions. Noised it stays one: means √ᾱ m, variances ᾱs² + 1 − ᾱ.

use super::error::{ExactError, level, number};
use super::logarithms::{LN_TAU, log_sum_exp, normal_cdf, shares};
use super::quadrature::{Line, hermite};
use crate::noise::{NoiseStream, standard_normal};

/// The most components of a mixture.
pub const MOST_COMPONENTS: usize = 1000;

/// The weight of a component that is as good as none.
const NOTHING: f64 = 1e-30;
/// The most components in two dimensions whose integrals are taken on a grid.
const EXACTLY: usize = 4;
/// The most evaluations of a component's density in an integral of integrals: a few seconds.
const MOST_WORK: f64 = 1e8;

/// A point; in one dimension its second coordinate is 0 and means nothing.
pub type Point = [f64; 2];

/// One component as its author writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Above 0; weights need not sum to 1.
    pub weight: f64,
    /// `[d]`, d = 1 or 2.
    pub mean: Vec<f64>,
    /// The standard deviation in every direction.
    pub deviation: f64,
}

/// One component, checked; weights of a mixture sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its share of the mixture. May underflow to 0 where a mixture was conditioned on.
    pub weight: f64,
    /// Its mean.
    pub mean: Point,
    /// Its variance in every direction.
    pub variance: f64,
}

/// A density Σ wₖ N(mₖ, sₖ² I).
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    dimension: usize,
    parts: Vec<Part>,
}

impl Mixture {
    /// Checks the components and normalises their weights.
    ///
    /// # Errors
    /// [`ExactError::Components`] unless there are from 1 to [`MOST_COMPONENTS`]; [`ExactError::Dimension`] unless all means have
    /// one coordinate, or all two; [`ExactError::Component`] for a weight that is not finite and above 0, a mean beyond ±10⁶, a
    /// deviation that is not from 10⁻⁶ to 10⁶, and for NaN.
    pub fn new(components: &[Component]) -> Result<Self, ExactError> {
        if components.is_empty() || components.len() > MOST_COMPONENTS {
            return Err(ExactError::Components {
                most: MOST_COMPONENTS,
                found: components.len(),
            });
        }
        let dimension = components[0].mean.len();
        let largest = components.iter().map(|c| c.weight).fold(0.0, f64::max);
        let parts = components.iter().enumerate();
        let mut parts: Vec<Part> = parts
            .map(|(index, component)| part(index, component, dimension, largest))
            .collect::<Result<_, _>>()?;
        let sum: f64 = parts.iter().map(|part| part.weight).sum();
        for part in &mut parts {
            part.weight /= sum;
        }
        Ok(Self { dimension, parts })
    }

    /// A mixture of parts that need no check.
    pub(super) fn of(dimension: usize, parts: Vec<Part>) -> Self {
        Self { dimension, parts }
    }

    /// 1 or 2.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The components, in the order in which they were given.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Points as they come from outside, checked: `[n·d]` → n points.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless the length is a multiple of d, [`ExactError::Number`] for a coordinate that is not finite.
    pub fn points(&self, flat: &[f64]) -> Result<Vec<Point>, ExactError> {
        if !flat.len().is_multiple_of(self.dimension) {
            return Err(ExactError::Length {
                name: "x",
                expected: format!("a multiple of {}", self.dimension),
                found: flat.len(),
            });
        }
        for &x in flat {
            number("x", "a finite number", x, |_| true)?;
        }
        let points = flat.chunks(self.dimension);
        Ok(points
            .map(|point| [point[0], point.get(1).copied().unwrap_or(0.0)])
            .collect())
    }

    /// The marginal of xₜ = √ᾱ x₀ + √(1−ᾱ) ε (DDPM eq. 4), again a mixture with the same weights.
    ///
    /// # Errors
    /// [`ExactError::Number`] unless 0 < ᾱ ≤ 1.
    pub fn noised(&self, alpha_bar: f64) -> Result<Self, ExactError> {
        level(alpha_bar)?;
        let signal = alpha_bar.sqrt();
        let parts = self.parts.iter().map(|part| Part {
            weight: part.weight,
            mean: part.mean.map(|m| signal * m),
            variance: alpha_bar * part.variance + (1.0 - alpha_bar),
        });
        Ok(Self::of(self.dimension, parts.collect()))
    }

    /// ln p(x).
    pub fn log_density(&self, x: Point) -> f64 {
        log_sum_exp(self.parts.iter().map(|part| self.log_part(part, x)))
    }

    /// p(x).
    pub fn density(&self, x: Point) -> f64 {
        self.log_density(x).exp()
    }

    /// The share of each component in x, p(k | x): `[components]`, sums to 1.
    pub fn responsibilities(&self, x: Point) -> Vec<f64> {
        let logs: Vec<f64> = self.parts.iter().map(|p| self.log_part(p, x)).collect();
        shares(&logs)
    }

    /// ∇ ln p(x).
    pub fn score(&self, x: Point) -> Point {
        let mut score = [0.0; 2];
        for (part, share) in self.parts.iter().zip(self.responsibilities(x)) {
            for axis in 0..self.dimension {
                score[axis] -= share * (x[axis] - part.mean[axis]) / part.variance;
            }
        }
        score
    }

    /// The mean, and the covariance as [xx, xy, yy].
    pub fn moments(&self) -> (Point, [f64; 3]) {
        let mut mean = [0.0; 2];
        for part in &self.parts {
            for (axis, mean) in mean.iter_mut().enumerate() {
                *mean += part.weight * part.mean[axis];
            }
        }
        let mut covariance = [0.0; 3];
        for part in &self.parts {
            let [x, y] = [part.mean[0] - mean[0], part.mean[1] - mean[1]];
            covariance[0] += part.weight * (part.variance + x * x);
            covariance[1] += part.weight * x * y;
            covariance[2] += part.weight * (part.variance + y * y);
        }
        if self.dimension == 1 {
            covariance[2] = 0.0;
        }
        (mean, covariance)
    }

    /// P(X ≤ x), in one dimension.
    ///
    /// # Errors
    /// [`ExactError::OneDimension`] in two.
    pub fn cdf(&self, x: f64) -> Result<f64, ExactError> {
        self.one_dimension("a distribution function")?;
        let below =
            |part: &Part| part.weight * normal_cdf((x - part.mean[0]) / part.variance.sqrt());
        Ok(self.parts.iter().map(below).sum())
    }

    /// `count` points drawn with the crate's counter-based noise; point k is the same whatever the count. `[count]`
    ///
    /// Point k is [`Mixture::draw`] of four numbers of stream [`NoiseStream::Forward`], step 0, image k.
    pub fn sample(&self, count: usize, seed: u64) -> Vec<Point> {
        (0..count)
            .map(|k| {
                let mut z = [0.0; 4];
                standard_normal(seed, NoiseStream::Forward, 0, k, &mut z);
                self.draw(z)
            })
            .collect()
    }

    /// The point that four numbers of N(0, 1) stand for: the first chooses the component by its distribution function, the last two
    /// are the offset from its mean.
    pub fn draw(&self, z: [f32; 4]) -> Point {
        let mut left = normal_cdf(f64::from(z[0]));
        let chosen = self.parts.iter().find(|part| {
            left -= part.weight;
            left < 0.0
        });
        let part = chosen.unwrap_or(&self.parts[self.parts.len() - 1]);
        let deviation = part.variance.sqrt();
        let mut point = [0.0; 2];
        for axis in 0..self.dimension {
            point[axis] = part.mean[axis] + deviation * f64::from(z[2 + axis]);
        }
        point
    }

    /// −∫ p ln p, the differential entropy in nats, by quadrature.
    pub fn entropy(&self) -> f64 {
        self.expect(|x| -self.log_density(x))
    }

    /// E\[f(X)\] by quadrature, for f that is smooth on the scale of the components. In two dimensions, of more than four components,
    /// it is a Gauss–Hermite rule for each, which is right to about 10⁻⁴.
    pub fn expect(&self, f: impl Fn(Point) -> f64) -> f64 {
        // A component that conditioning has all but removed needs no nodes.
        let parts: Vec<&Part> = self.parts.iter().filter(|p| p.weight > NOTHING).collect();
        let weighted = |x: Point| match self.density(x) {
            0.0 => 0.0,
            density => density * f(x),
        };
        if self.dimension == 1 {
            return self.line(0).integrate(|x| weighted([x, 0.0]));
        }
        if parts.len() <= EXACTLY {
            let down = self.line(1);
            let across = |x| down.integrate(|y| weighted([x, y]));
            return self.line(0).integrate(across);
        }
        let rule = hermite(if parts.len() > 100 { 8 } else { 20 });
        let mut sum = 0.0;
        for part in parts {
            let deviation = part.variance.sqrt();
            for &(x, weight) in &rule {
                for &(y, other) in &rule {
                    let point = [part.mean[0] + deviation * x, part.mean[1] + deviation * y];
                    sum += part.weight * weight * other * f(point);
                }
            }
        }
        sum
    }

    /// The nodes for integrals along an axis.
    fn line(&self, axis: usize) -> Line {
        let parts = self.parts.iter().filter(|part| part.weight > NOTHING);
        let gaussians: Vec<_> = parts.map(|p| (p.mean[axis], p.variance.sqrt())).collect();
        Line::over(&gaussians)
    }

    /// Refuses an integral over xₜ of integrals over xₛ, in one dimension, that would take minutes.
    pub(super) fn affordable(&self, what: &'static str) -> Result<(), ExactError> {
        self.one_dimension(what)?;
        let nodes = self.line(0).nodes.len() as f64;
        let found = nodes * nodes * self.parts.len() as f64;
        if found <= MOST_WORK {
            return Ok(());
        }
        Err(ExactError::Work {
            what,
            most: MOST_WORK,
            found,
        })
    }

    /// Whether the mixture is in one dimension, which `what` needs.
    pub(super) fn one_dimension(&self, what: &'static str) -> Result<(), ExactError> {
        match self.dimension {
            1 => Ok(()),
            _ => Err(ExactError::OneDimension { what }),
        }
    }

    /// ln(wₖ N(x; mₖ, sₖ² I)).
    fn log_part(&self, part: &Part, x: Point) -> f64 {
        let squared: f64 = (0..self.dimension)
            .map(|axis| (x[axis] - part.mean[axis]).powi(2))
            .sum();
        let log_scale = LN_TAU + part.variance.ln();
        part.weight.ln() - 0.5 * (squared / part.variance + self.dimension as f64 * log_scale)
    }
}

fn part(
    index: usize,
    given: &Component,
    dimension: usize,
    largest: f64,
) -> Result<Part, ExactError> {
    let wrong = |what, expected, found| {
        Err(ExactError::Component {
            what,
            index,
            expected,
            found,
        })
    };
    if !(1..=2).contains(&given.mean.len()) || given.mean.len() != dimension {
        let expected = match dimension {
            1 => "1 coordinate, as the first has",
            2 => "2 coordinates, as the first has",
            _ => "1 or 2 coordinates",
        };
        return Err(ExactError::Dimension {
            index,
            expected,
            found: given.mean.len(),
        });
    }
    if !(given.weight.is_finite() && given.weight > 0.0) {
        return wrong("weight", "a finite number above 0", given.weight);
    }
    if let Some(&mean) = given.mean.iter().find(|m| !(-1e6..=1e6).contains(*m)) {
        return wrong("mean", "from -1000000 to 1000000", mean);
    }
    if !(1e-6..=1e6).contains(&given.deviation) {
        return wrong("deviation", "from 0.000001 to 1000000", given.deviation);
    }
    Ok(Part {
        weight: given.weight / largest,
        mean: [given.mean[0], given.mean.get(1).copied().unwrap_or(0.0)],
        variance: given.deviation * given.deviation,
    })
}
