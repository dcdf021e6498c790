//! For how many working days a stock lasts at the pace of late. Nothing is foretold beyond that.

/// Working days for which `blanks` last where `used` were used up in `days` working days; none where nothing was used.
pub fn days_left(blanks: u64, used: u64, days: u64) -> Option<u64> {
    if used == 0 || days == 0 {
        return None;
    }
    let left = u128::from(blanks) * u128::from(days) / u128::from(used);
    Some(u64::try_from(left).unwrap_or(u64::MAX))
}
