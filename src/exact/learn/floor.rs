//! The loss of the best network: what of ε, x₀ or v cannot be known from xₜ.

use super::training::Target;
use crate::exact::error::ExactError;
use crate::exact::field::Field;
use crate::exact::mixture::Mixture;

/// The smallest mean squared error that any function of (xₜ, t) has on `target`, averaged over the levels `alpha_bars` and over the
/// coordinates: E‖target‖² − E‖E\[target | xₜ\]‖². For ε it is the floor of L_simple (DDPM eq. 14).
///
/// # Errors
/// [`ExactError::Number`] unless 0 < ᾱ ≤ 1, [`ExactError::Length`] for no level.
pub fn floor(data: &Mixture, alpha_bars: &[f64], target: Target) -> Result<f64, ExactError> {
    if alpha_bars.is_empty() {
        return Err(ExactError::Length {
            name: "alpha_bars",
            expected: "at least 1".into(),
            found: 0,
        });
    }
    let dimension = data.dimension();
    let (mean, [xx, _, yy]) = data.moments();
    let x0_square = xx + yy + mean[0] * mean[0] + mean[1] * mean[1];
    let mut sum = 0.0;
    for &alpha_bar in alpha_bars {
        let field = Field::new(data, alpha_bar)?;
        let epsilon_square = dimension as f64;
        // ε and x₀ are independent, so v has no cross term.
        let square = match target {
            Target::Epsilon => epsilon_square,
            Target::X0 => x0_square,
            Target::V => alpha_bar * epsilon_square + (1.0 - alpha_bar) * x0_square,
        };
        let known = field.marginal().expect(|x| {
            let best = target.of(&field.at(x));
            best[0] * best[0] + best[1] * best[1]
        });
        sum += (square - known).max(0.0);
    }
    Ok(sum / (alpha_bars.len() * dimension) as f64)
}
