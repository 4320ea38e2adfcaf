//! How a wrong answer is shown: the request, then the lines of the answer with what is missing (-) and what is new (+).

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use crate::fixture::{Answer, Request};

/// Describes the difference between a recorded and a given answer.
pub fn difference(request: &Request, expected: &Answer, actual: &Answer) -> String {
    let mut out = String::new();
    let line = match &request.raw {
        Some(raw) => format!("{:?}", raw.chars().take(200).collect::<String>()),
        None => format!(
            "{} {}",
            request.method.as_deref().unwrap_or("GET"),
            request.path
        ),
    };
    // writing to a String cannot fail
    let _ = writeln!(
        out,
        "{} [{}]\n  {line}",
        request.name,
        request.rows.join(" ")
    );
    for (name, value) in request.headers.pairs() {
        let _ = writeln!(out, "  {name}: {}", value.as_deref().unwrap_or("(none)"));
    }
    if let Some(body) = &request.body {
        let _ = writeln!(
            out,
            "  body {:?}",
            body.chars().take(200).collect::<String>()
        );
    }
    let pretty = (lines(expected, true), lines(actual, true));
    // two JSON texts may differ in nothing but spaces
    let (before, after) = if pretty.0 == pretty.1 {
        (lines(expected, false), lines(actual, false))
    } else {
        pretty
    };
    for change in TextDiff::from_lines(&before, &after).iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        let _ = writeln!(out, "  {sign} {}", change.value().trim_end_matches('\n'));
    }
    out
}

fn lines(answer: &Answer, pretty_json: bool) -> String {
    let mut out = String::new();
    for (set, text) in [
        (answer.timeout, "no answer"),
        (answer.closed, "the connection was closed without an answer"),
        (answer.aborted, "the client went away"),
    ] {
        if set {
            let _ = writeln!(out, "({text})");
        }
    }
    for status in &answer.interim {
        let _ = writeln!(out, "HTTP/1.1 {status}");
    }
    if let Some(status) = answer.status {
        let _ = writeln!(
            out,
            "{} {status} {}",
            answer.version.as_deref().unwrap_or("HTTP/1.1"),
            answer.message.as_deref().unwrap_or_default()
        );
    }
    for (name, value) in &answer.headers {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push('\n');
    if let Some(body) = &answer.body {
        let parsed = pretty_json
            .then(|| serde_json::from_str::<serde_json::Value>(body).ok())
            .flatten();
        match parsed {
            Some(value) => {
                let _ = writeln!(out, "{value:#}");
            }
            None => {
                let _ = writeln!(out, "{body}");
            }
        }
    }
    if let Some(body) = &answer.body_base64 {
        let _ = writeln!(out, "(base64) {body}");
    }
    for (index, found) in answer.extracts.iter().flatten().enumerate() {
        let _ = writeln!(out, "extract {index}: {found:?}");
    }
    if let Some(why) = &answer.incomplete {
        let _ = writeln!(out, "(the body did not end: {why})");
    }
    out
}
