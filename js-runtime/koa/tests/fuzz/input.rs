//! Inputs by number.

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use crate::common::Numbers;

const INPUTS: u64 = 20_000;
/// Far more than any of them takes, and far less than an input that grows out of hand.
const LONGEST: Duration = Duration::from_secs(2);

/// Gives `check` one input after another, made of `seeds` and of the characters that mean something in them.
pub(crate) fn each(seeds: &[&str], meaningful: &str, check: impl Fn(&str)) {
    let seconds = number("CODDLE_FUZZ_SECONDS").map(Duration::from_secs);
    let started = Instant::now();
    let mut at = number("CODDLE_FUZZ_INPUT").unwrap_or(0);
    loop {
        let input = make(at, seeds, meaningful);
        let began = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&input))) {
            eprintln!("input {at}: {input:?}");
            resume_unwind(panic);
        }
        assert!(
            began.elapsed() < LONGEST,
            "input {at} took too long: {input:?}"
        );
        at += 1;
        let goes_on = match seconds {
            Some(seconds) => started.elapsed() < seconds,
            None => at < INPUTS,
        };
        if !goes_on || env::var_os("CODDLE_FUZZ_INPUT").is_some() {
            return;
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")),
    )
}

/// A seed with some places changed, cut, doubled or filled with noise.
fn make(at: u64, seeds: &[&str], meaningful: &str) -> String {
    let mut random = Numbers((at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut text: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
    let meaningful: Vec<char> = meaningful.chars().collect();
    for _ in 0..random.below(8) {
        let place = random.below(text.len() + 1);
        match random.below(5) {
            0 => {
                text.insert(place, meaningful[random.below(meaningful.len())]);
            }
            1 => {
                let noise = char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
                text.insert(place, noise);
            }
            2 => text.truncate(place),
            3 => {
                let end = place + random.below(text.len() - place + 1);
                let piece = text[place..end].to_vec();
                for _ in 0..random.below(20) {
                    text.splice(place..place, piece.iter().copied());
                }
                text.truncate(10_000);
            }
            _ if place < text.len() => {
                text.remove(place);
            }
            _ => {}
        }
    }
    text.into_iter().collect()
}
