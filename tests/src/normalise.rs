//! Makes two runs of one application comparable, by the rules of tests/oracle/normalise.json, which the recorder applies too.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use regex::Regex;
use serde::Deserialize;

use crate::fixture::{Answer, Failure, Request};
use crate::http::{Missing, Response};

/// Literal texts of this run and the placeholders that stand for them.
pub type Places = Vec<(String, &'static str)>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rules {
    drop_headers: Vec<String>,
    headers: Vec<HeaderRule>,
    body: Vec<BodyRule>,
}

#[derive(Debug, Deserialize)]
struct HeaderRule {
    name: String,
    pattern: String,
    replace: String,
}

#[derive(Debug, Deserialize)]
struct BodyRule {
    pattern: String,
    replace: String,
}

/// The rules, compiled.
#[derive(Debug)]
pub struct Normaliser {
    places: Places,
    drop_headers: Vec<String>,
    headers: Vec<(String, Regex, String)>,
    body: Vec<(Regex, String)>,
}

impl Normaliser {
    /// For a run with these places.
    ///
    /// # Errors
    /// When a rule's pattern is not understood.
    pub fn new(places: Places) -> Result<Self, Failure> {
        let rules: Rules = serde_json::from_str(include_str!("../oracle/normalise.json"))?;
        let mut headers = Vec::new();
        for rule in rules.headers {
            headers.push((rule.name, Regex::new(&rule.pattern)?, rule.replace));
        }
        let mut body = Vec::new();
        for rule in rules.body {
            body.push((Regex::new(&rule.pattern)?, rule.replace));
        }
        Ok(Self {
            places,
            drop_headers: rules.drop_headers,
            headers,
            body,
        })
    }

    /// A text of this run without what differs from run to run.
    pub fn text(&self, text: &str) -> String {
        let mut text = self.without_places(text);
        for (pattern, replacement) in &self.body {
            text = pattern
                .replace_all(&text, replacement.as_str())
                .into_owned();
        }
        text
    }

    /// What came for a request, in the shape of `expected.json`.
    ///
    /// # Errors
    /// When the request extracts from a body that is not text, or with a pattern that is not understood, or unpacks one that
    /// is not gzip.
    pub fn answer(
        &self,
        request: &Request,
        came: Result<Response, Missing>,
    ) -> Result<Answer, Failure> {
        let mut answer = Answer {
            name: request.name.clone(),
            ..Answer::default()
        };
        let mut response = match came {
            Ok(response) => response,
            Err(why) => {
                answer.closed = why == Missing::Closed;
                answer.timeout = why == Missing::Timeout;
                return Ok(answer);
            }
        };
        if request.gunzip {
            gunzip(&mut response)?;
        }
        answer.version = Some(response.version).filter(|version| version != "HTTP/1.1");
        answer.status = Some(response.status);
        answer.message = Some(response.message);
        answer.interim = response.interim;
        answer.incomplete = response.incomplete.map(|why| match why {
            Missing::Closed => "closed".to_owned(),
            Missing::Timeout => "timeout".to_owned(),
        });
        let mut body_changed = false;
        match String::from_utf8(response.body) {
            Ok(text) => {
                let body = self.text(&text);
                body_changed = body != text;
                answer.body = Some(body);
            }
            Err(not_text) => answer.body_base64 = Some(STANDARD.encode(not_text.as_bytes())),
        }
        answer.headers = self.headers(response.headers, body_changed);
        answer.headers.retain(|(name, _)| {
            !request
                .ignore_headers
                .iter()
                .any(|ignored| ignored.eq_ignore_ascii_case(name))
        });
        if let Some(patterns) = &request.extract {
            let body = answer
                .body
                .take()
                .ok_or("the body to extract from is not text")?;
            let mut extracts = Vec::new();
            for pattern in patterns {
                let mut distinct: Vec<String> = Vec::new();
                for found in Regex::new(pattern)?.find_iter(&body) {
                    if !distinct.iter().any(|known| known == found.as_str()) {
                        distinct.push(found.as_str().to_owned());
                    }
                }
                extracts.push(distinct);
            }
            answer.extracts = Some(extracts);
            answer.headers.retain(|(name, _)| name != "content-length");
        }
        Ok(answer)
    }

    fn headers(&self, headers: Vec<(String, String)>, body_changed: bool) -> Vec<(String, String)> {
        headers
            .into_iter()
            .filter(|(name, _)| !self.drop_headers.contains(name))
            .map(|(name, value)| {
                let mut value = self.without_places(&value);
                for (_, pattern, replacement) in
                    self.headers.iter().filter(|(rule, ..)| *rule == name)
                {
                    value = pattern
                        .replace_all(&value, replacement.as_str())
                        .into_owned();
                }
                // the length of the original is as random as what was replaced
                if name == "content-length" && body_changed {
                    value = "<n>".to_owned();
                }
                (name, value)
            })
            .collect()
    }

    fn without_places(&self, text: &str) -> String {
        self.places
            .iter()
            .fold(text.to_owned(), |text, (literal, placeholder)| {
                text.replace(literal, placeholder)
            })
    }
}

/// Puts the unpacked body in the place of the packed one, whose length depends on the compressor.
fn gunzip(response: &mut Response) -> Result<(), Failure> {
    let mut unpacked = Vec::new();
    GzDecoder::new(response.body.as_slice()).read_to_end(&mut unpacked)?;
    response.body = unpacked;
    for (name, value) in &mut response.headers {
        if name == "content-length" {
            "<n>".clone_into(value);
        }
    }
    Ok(())
}
