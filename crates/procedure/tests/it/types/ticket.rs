//! The ticket: every slip of one character, and every swap of two neighbours, is found.

use procedure::Ticket;
use procedure::ticket::TicketError;
use proptest::prelude::*;

const ALPHABET: &str = "23456789ABCDEFGHJKMNPRSTVWXYZ";

fn bare(ticket: &Ticket) -> Vec<char> {
    ticket.as_str().chars().filter(|c| *c != '-').collect()
}
fn parse(characters: &[char]) -> Result<Ticket, TicketError> {
    Ticket::parse(&characters.iter().collect::<String>())
}

#[test]
fn a_ticket_has_no_characters_that_look_or_sound_alike() {
    for confusing in
        ["0222-2222", "O222-2222", "1222-2222", "I222-2222", "L222-2222", "U222-2222", "Q222-2222"]
    {
        assert_eq!(Ticket::parse(confusing), Err(TicketError::Shape));
    }
}

#[test]
fn what_has_not_eight_characters_is_no_ticket() {
    for text in ["", "-", "2222", "2222-2222-2", "2222-22é", "éééé", "２２２２２２２２"] {
        assert_eq!(Ticket::parse(text), Err(TicketError::Shape), "{text}");
    }
}

#[test]
fn a_stored_ticket_is_checked_when_it_is_read() {
    assert!(serde_json::from_str::<Ticket>("\"2222-2223\"").is_err());
    assert!(serde_json::from_str::<Ticket>("\"2222-2222\"").is_ok());
}

proptest! {
    #[test]
    fn a_ticket_is_read_back_however_it_is_spaced_and_cased(random: u64) {
        let ticket = Ticket::from_random(random);
        prop_assert_eq!(ticket.as_str().len(), 9);
        prop_assert_eq!(Ticket::parse(ticket.as_str()), Ok(ticket.clone()));
        let spoken: String = bare(&ticket).iter().map(|c| format!("{} ", c.to_ascii_lowercase())).collect();
        prop_assert_eq!(Ticket::parse(&spoken), Ok(ticket));
    }

    #[test]
    fn every_single_wrong_character_is_found(random: u64) {
        let right = bare(&Ticket::from_random(random));
        for place in 0..right.len() {
            for other in ALPHABET.chars().filter(|c| *c != right[place]) {
                let mut wrong = right.clone();
                wrong[place] = other;
                prop_assert_eq!(parse(&wrong), Err(TicketError::Check));
            }
        }
    }

    #[test]
    fn every_swap_of_neighbours_is_found(random: u64) {
        let right = bare(&Ticket::from_random(random));
        for place in 1..right.len() {
            if right[place] != right[place - 1] {
                let mut wrong = right.clone();
                wrong.swap(place - 1, place);
                prop_assert_eq!(parse(&wrong), Err(TicketError::Check));
            }
        }
    }
}
