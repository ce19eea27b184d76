//! Products of a row-major matrix with a matrix of weights that was rearranged for it once.

use std::array::from_fn;

use wide::f32x4;

/// Lanes of a vector.
pub(super) const LANES: usize = 4;
/// Vectors and rows of the block of the output that is kept in registers: 8 sums with two weights, a factor and a product, of the
/// 16 registers that x86 has for wasm's vectors. With a third vector, which needs 17, V8's code was measured to be slower.
const VECTORS: usize = 2;
const ROWS: usize = 4;

/// A `[inputs, outputs]` matrix in panels of up to 8 columns: a panel holds its columns of the first row, then those of the
/// second, and so on, in the order in which a product reads them. Columns are filled up with zeros to whole vectors.
#[derive(Debug, Clone, Default)]
pub(super) struct Packed {
    data: Vec<f32x4>,
    inputs: usize,
    outputs: usize,
}

impl Packed {
    /// Rearranges the matrix whose element of row i and column j is `element(i, j)`.
    pub fn new(inputs: usize, outputs: usize, element: impl Fn(usize, usize) -> f32) -> Self {
        let mut packed = Self::default();
        packed.fill(inputs, outputs, element);
        packed
    }

    /// [`Packed::new`] in the memory of the matrix that was here before.
    pub fn fill(&mut self, inputs: usize, outputs: usize, element: impl Fn(usize, usize) -> f32) {
        (self.inputs, self.outputs) = (inputs, outputs);
        self.data.clear();
        for (first, vectors) in panels(outputs) {
            for (i, v) in (0..inputs * vectors).map(|iv| (iv / vectors, iv % vectors)) {
                let value = |lane| match first + v * LANES + lane {
                    j if j < outputs => element(i, j),
                    _ => 0.0,
                };
                self.data.push(f32x4::from(from_fn::<_, LANES, _>(value)));
            }
        }
    }

    /// First column, number of vectors and contents `[inputs, vectors]` of each panel.
    pub fn panels(&self) -> impl Iterator<Item = (usize, usize, &[f32x4])> {
        let mut data = self.data.as_slice();
        panels(self.outputs).map(move |(first, vectors)| {
            let (panel, rest) = data.split_at(self.inputs * vectors);
            data = rest;
            (first, vectors, panel)
        })
    }

    /// `out = a·self + bias`, row by row.
    ///
    /// # Shapes
    /// - `a`: `[rows, inputs]`, rows `a_stride` apart
    /// - `bias`: `[outputs]`, or empty for none
    /// - `out`: `[rows, outputs]`, rows `out_stride` apart
    pub fn product(
        &self,
        (a, a_stride): (&[f32], usize),
        rows: usize,
        bias: &[f32],
        (out, out_stride): (&mut [f32], usize),
    ) {
        if rows == 0 || self.inputs == 0 {
            return;
        }
        for (first, vectors, panel) in self.panels() {
            let mut sums = Sums {
                a,
                a_stride,
                panel,
                bias: bias.get(first..).unwrap_or_default(),
                out: &mut out[first..],
                out_stride,
                width: (self.outputs - first).min(vectors * LANES),
            };
            sums.all_rows(vectors, rows);
        }
    }
}

/// First column and number of vectors of each panel.
fn panels(outputs: usize) -> impl Iterator<Item = (usize, usize)> {
    let width = VECTORS * LANES;
    (0..outputs)
        .step_by(width)
        .map(move |first| (first, (outputs - first).min(width).div_ceil(LANES)))
}

/// The product with one panel, whose columns are all there: `out = a·panel`.
///
/// # Shapes
/// - `a`: `[rows, inputs]`
/// - `panel`: `[inputs, vectors]`
/// - `out`: `[rows, 4·vectors]`, rows `out_stride` apart
pub(super) fn panel_product(
    a: &[f32],
    rows: usize,
    (panel, vectors): (&[f32x4], usize),
    (out, out_stride): (&mut [f32], usize),
) {
    let mut sums = Sums {
        a,
        a_stride: panel.len() / vectors,
        panel,
        bias: &[],
        out,
        out_stride,
        width: vectors * LANES,
    };
    sums.all_rows(vectors, rows);
}

/// The product with one panel.
struct Sums<'a> {
    a: &'a [f32],
    a_stride: usize,
    panel: &'a [f32x4],
    bias: &'a [f32],
    out: &'a mut [f32],
    out_stride: usize,
    /// Columns that there are, without those that fill up.
    width: usize,
}

impl Sums<'_> {
    fn all_rows(&mut self, vectors: usize, rows: usize) {
        match vectors {
            1 => self.blocks::<1>(rows),
            _ => self.blocks::<VECTORS>(rows),
        }
    }

    fn blocks<const V: usize>(&mut self, rows: usize) {
        let mut row = 0;
        while row + ROWS <= rows {
            self.block::<V, ROWS>(row);
            row += ROWS;
        }
        match rows - row {
            0 => {}
            1 => self.block::<V, 1>(row),
            2 => self.block::<V, 2>(row),
            _ => self.block::<V, 3>(row),
        }
    }

    /// `R` rows from `row`.
    #[inline(always)]
    fn block<const V: usize, const R: usize>(&mut self, row: usize) {
        let inputs = self.panel.len() / V;
        let a: [&[f32]; R] = from_fn(|r| {
            let from = (row + r) * self.a_stride;
            &self.a[from..from + inputs]
        });
        let start: [f32x4; V] = from_fn(|v| part(self.bias, v * LANES));
        let mut sums = [start; R];
        for (i, weights) in self.panel.chunks_exact(V).enumerate() {
            for (sums, a) in sums.iter_mut().zip(a) {
                // SAFETY: every slice of `a` has `inputs` elements, and there are as many chunks.
                let factor = f32x4::splat(unsafe { *a.get_unchecked(i) });
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += factor * *weight;
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let from = (row + r) * self.out_stride;
            let out = &mut self.out[from..from + self.width];
            let (whole, rest) = out.as_chunks_mut();
            for (v, sum) in sums.iter().enumerate() {
                match whole.get_mut(v) {
                    Some(out) => *out = sum.to_array(),
                    // Compiled to a call of memory.copy: rows that are whole vectors are faster.
                    None => rest
                        .iter_mut()
                        .zip(sum.to_array())
                        .for_each(|(out, sum)| *out = sum),
                }
            }
        }
    }
}

/// A number of values, filled up to whole vectors.
pub(super) fn whole(values: usize) -> usize {
    values.next_multiple_of(LANES)
}

/// A slice in whole vectors. Vectors are read and written as one element of such a slice: that is one check of a bound, where
/// a piece of a slice of numbers would be two.
pub(super) fn vectors(values: &[f32]) -> &[[f32; LANES]] {
    values.as_chunks().0
}

/// [`vectors`] to write.
pub(super) fn vectors_mut(values: &mut [f32]) -> &mut [[f32; LANES]] {
    values.as_chunks_mut().0
}

/// Four values from `at`, zeros where there are none.
#[inline(always)]
fn part(values: &[f32], at: usize) -> f32x4 {
    let value = |k| values.get(at + k).copied().unwrap_or(0.0);
    f32x4::from([value(0), value(1), value(2), value(3)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_that_of_the_definition_whatever_its_shape() {
        for (rows, inputs, outputs) in [(1, 1, 1), (4, 5, 12), (7, 48, 48), (3, 9, 29), (6, 2, 20)]
        {
            let a: Vec<f32> = (0..rows * (inputs + 1))
                .map(|k| (k % 13) as f32 - 6.0)
                .collect();
            let element = |i: usize, j: usize| ((i * 7 + j * 3) % 11) as f32 - 5.0;
            let bias: Vec<f32> = (0..outputs).map(|j| j as f32).collect();
            let mut out = vec![-1.0; rows * (outputs + 2)];
            Packed::new(inputs, outputs, element).product(
                (&a, inputs + 1),
                rows,
                &bias,
                (&mut out, outputs + 2),
            );
            for row in 0..rows {
                for j in 0..outputs {
                    let sum: f32 = (0..inputs)
                        .map(|i| a[row * (inputs + 1) + i] * element(i, j))
                        .sum();
                    assert_eq!(out[row * (outputs + 2) + j], sum + bias[j]);
                }
                assert_eq!(
                    out[row * (outputs + 2) + outputs..][..2],
                    [-1.0, -1.0],
                    "what lies between rows stays"
                );
            }
        }
    }
}
