//! Why the gate says no: of a pass, of a verdict, of who came, and of a product that is under way.

use super::Arg;
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateRefusal {
    /// A newer pass was made, or what it was made for is not ready any more.
    PassReplaced,
    PassExpired {
        at: Timestamp,
    },
    /// The other pass is not of this household, or was not shown to this officer.
    OtherHousehold,
    /// The verdict on the holder's finger, or its waiver, was too long ago.
    VerdictTooOld {
        at: Timestamp,
        minutes: u32,
    },
    /// A reading names the device and the finger.
    NoReader,
    /// The card in hand was made for another case.
    WrongCard,
    /// The representative's NIK is no NIK, or the holder's own.
    BadRepresentative,
    /// The power of attorney (F-1.07) was not seen.
    NoPowerOfAttorney,
    /// The product is on its way by somebody else's hands.
    UnderWay {
        through: String,
        since: Timestamp,
    },
    NotUnderWay,
    /// The office does not hand over by this way.
    WayNotOffered,
    /// Who carries it, and the number or name to ask by.
    NoCarrier,
    /// How it is known that it arrived.
    NoProof,
    SurveyAnswered,
}

impl GateRefusal {
    /// Whether it is the form that can be mended, and not how the case stands.
    pub fn is_of_the_form(&self) -> bool {
        matches!(
            self,
            Self::NoReader
                | Self::WrongCard
                | Self::BadRepresentative
                | Self::NoPowerOfAttorney
                | Self::WayNotOffered
                | Self::NoCarrier
                | Self::NoProof
        )
    }

    /// The key of the text that says what is wrong and what to do instead.
    pub fn key(&self) -> &'static str {
        match self {
            Self::PassReplaced => "refusal-pass-replaced",
            Self::PassExpired { .. } => "refusal-pass-expired",
            Self::OtherHousehold => "refusal-other-household",
            Self::VerdictTooOld { .. } => "refusal-verdict-too-old",
            Self::NoReader => "refusal-no-reader",
            Self::WrongCard => "refusal-wrong-card",
            Self::BadRepresentative => "refusal-bad-representative",
            Self::NoPowerOfAttorney => "refusal-no-power-of-attorney",
            Self::UnderWay { .. } => "refusal-under-way",
            Self::NotUnderWay => "refusal-not-under-way",
            Self::WayNotOffered => "refusal-way-not-offered",
            Self::NoCarrier => "refusal-no-carrier",
            Self::NoProof => "refusal-no-proof",
            Self::SurveyAnswered => "refusal-survey-answered",
        }
    }

    pub(super) fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::PassExpired { at } => vec![("at", Arg::Instant(*at))],
            Self::VerdictTooOld { at, minutes } => {
                vec![("at", Arg::Instant(*at)), ("minutes", Arg::Text(minutes.to_string()))]
            }
            Self::UnderWay { through, since } => {
                vec![("through", Arg::Text(through.clone())), ("at", Arg::Instant(*since))]
            }
            _ => Vec::new(),
        }
    }
}
