//! A month that is ready to be replayed in one setting, as often as one likes. A setting with a fault is never replayed.

use super::axis::Axis;
use super::draws::Draws;
use super::month::MonthOfCases;
use super::play::{Played, play};
use super::setting::{Setting, SettingFault};
use super::tally::{Tally, tally};

#[derive(Debug)]
pub struct Replay<'a> {
    pub(super) month: &'a MonthOfCases,
    pub(super) setting: &'a Setting,
    pub(super) axis: Axis,
    /// By the month's roles.
    pub(super) people: Vec<u32>,
    /// By the month's steps, in percent.
    pace: Vec<u32>,
}

impl<'a> Replay<'a> {
    pub fn new(month: &'a MonthOfCases, setting: &'a Setting) -> Result<Self, Vec<SettingFault>> {
        let faults = setting.faults(month);
        if !faults.is_empty() {
            return Err(faults);
        }
        let axis = Axis::new(&setting.calendar, month.span.0, month.horizon);
        let people = month.roles().map(|role| setting.people_in(role)).collect();
        let pace = month.steps().iter().map(|s| setting.pace_at(&s.id)).collect();
        Ok(Self { month, setting, axis, people, pace })
    }

    /// The course of every case.
    pub fn play(&self, draws: &Draws) -> Played {
        play(self, draws)
    }

    pub fn tally(&self, played: &Played) -> Tally {
        tally(self, played)
    }

    /// How long the work of a leg takes in this setting, in seconds.
    pub fn hands_on(&self, draws: &Draws, case: usize, leg: usize) -> i64 {
        let step = self.month.scripts().get(case).and_then(|s| s.legs.get(leg)).map(|l| l.step);
        let pace = step.and_then(|step| self.pace.get(step)).copied().unwrap_or(100);
        draws.seconds(case, leg).saturating_mul(i64::from(pace)).saturating_add(50) / 100
    }
}

/// What one replay tells.
pub fn replay(month: &MonthOfCases, setting: &Setting, draws: &Draws) -> Result<Tally, Vec<SettingFault>> {
    let replay = Replay::new(month, setting)?;
    Ok(replay.tally(&replay.play(draws)))
}
