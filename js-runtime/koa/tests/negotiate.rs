//! Content negotiation and koa's small packages against their own answers (golden/negotiate.js).

mod common;

use coddle_koa::negotiate::content_disposition::{Fallback, content_disposition};
use coddle_koa::negotiate::fresh::{Conditions, fresh};
use coddle_koa::negotiate::location::{Target, encode_url, quote_etag};
use coddle_koa::negotiate::media_type::{self, ContentType};
use coddle_koa::negotiate::type_is::{TypeIs, request_is, type_is};
use coddle_koa::negotiate::{accepts, mime, status, vary};
use coddle_koa::text::escape_html;
use common::{Numbers, list, text};
use serde_json::{Value, json};

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/negotiate.json")).expect("negotiate.json is JSON")
}

fn texts<'a>(value: &'a Value, name: &str) -> Vec<&'a str> {
    list(value, name)
        .iter()
        .map(|text| text.as_str().expect("a text"))
        .collect()
}

/// npm's way to say that there is nothing.
fn or_false(answer: Option<impl Into<Value>>) -> Value {
    answer.map_or(Value::Bool(false), Into::into)
}

// CTX-055, CTX-056
#[test]
fn negotiation_ranks_and_picks_as_accepts_does() {
    let golden = golden();
    for vector in list(&golden, "accepts") {
        let header = vector["header"].as_str();
        let offer = texts(vector, "offer");
        let answer = match (text(vector, "kind"), offer.is_empty()) {
            ("types", true) => json!(accepts::types(header)),
            ("types", false) => or_false(accepts::best_type(header, &offer)),
            ("encodings", true) => json!(accepts::encodings(header)),
            ("encodings", false) => or_false(accepts::best_encoding(header, &offer)),
            ("charsets", true) => json!(accepts::charsets(header)),
            ("charsets", false) => or_false(accepts::best_charset(header, &offer)),
            ("languages", true) => json!(accepts::languages(header)),
            (_, _) if offer.is_empty() => json!(accepts::languages(header)),
            (_, _) => or_false(accepts::best_language(header, &offer)),
        };
        assert_eq!(answer, vector["answer"], "{vector}");
    }
}

fn is_answer(answer: TypeIs) -> Value {
    match answer {
        TypeIs::NoBody => Value::Null,
        TypeIs::No => Value::Bool(false),
        TypeIs::Type(name) => Value::String(name),
    }
}

// CTX-054
#[test]
fn a_content_type_is_matched_as_type_is_does() {
    let golden = golden();
    for vector in list(&golden, "type_is") {
        let answer = type_is(text(vector, "value"), &texts(vector, "types"));
        assert_eq!(is_answer(answer), vector["answer"], "{vector}");
    }
    for vector in list(&golden, "has_body") {
        let answer = request_is(
            vector["te"].as_str(),
            vector["cl"].as_str(),
            Some("text/html"),
            &["html"],
        );
        assert_eq!(is_answer(answer), vector["answer"], "{vector}");
    }
}

/// Of two parameters of a name the later one counts, at the place of the first.
fn parameters(parsed: &[(String, String)]) -> Value {
    let mut merged: Vec<(String, String)> = Vec::new();
    for (name, value) in parsed {
        match merged.iter_mut().find(|(known, _)| known == name) {
            Some(known) => known.1.clone_from(value),
            None => merged.push((name.clone(), value.clone())),
        }
    }
    json!(merged)
}

// CTX-053
#[test]
fn media_types_parse_and_fail_as_media_typer_and_content_type_do() {
    let golden = golden();
    for vector in list(&golden, "media_types") {
        let value = text(vector, "value");
        match media_type::parse(value) {
            Ok(parsed) => {
                let wanted = &vector["media"]["value"];
                assert_eq!(
                    json!([parsed.r#type, parsed.subtype, parsed.suffix]),
                    json!([wanted["type"], wanted["subtype"], wanted["suffix"]]),
                    "{value}"
                );
                assert_eq!(
                    parameters(&parsed.parameters),
                    wanted["parameters"],
                    "{value}"
                );
            }
            Err(message) => assert_eq!(message, vector["media"]["error"]["message"], "{value}"),
        }
        match ContentType::parse(value) {
            Ok(parsed) => {
                assert_eq!(parsed.r#type, vector["content"]["value"]["type"], "{value}");
                assert_eq!(
                    parameters(&parsed.parameters),
                    vector["content"]["value"]["parameters"],
                    "{value}"
                );
            }
            Err(message) => assert_eq!(message, vector["content"]["error"]["message"], "{value}"),
        }
    }
    assert_eq!(media_type::charset("text/html; charset=\"GBK\""), "GBK");
    assert_eq!(media_type::charset("text/html; charset"), "");
}

// CTX-081
#[test]
fn types_extensions_and_charsets_are_those_of_mime_types() {
    let golden = golden();
    for vector in list(&golden, "mime") {
        let value = text(vector, "value");
        assert_eq!(
            or_false(mime::lookup(value)),
            vector["lookup"],
            "lookup {value:?}"
        );
        assert_eq!(
            or_false(mime::content_type(value).as_deref()),
            vector["contentType"],
            "contentType {value:?}"
        );
        assert_eq!(
            or_false(mime::charset(value)),
            vector["charset"],
            "charset {value:?}"
        );
        assert_eq!(
            or_false(mime::extension(value)),
            vector["extension"],
            "extension {value:?}"
        );
    }
    for vector in list(&golden, "extensions") {
        let value = text(vector, "value");
        assert_eq!(
            or_false(mime::extension(value)),
            vector["extension"],
            "extension {value:?}"
        );
        assert_eq!(
            or_false(mime::charset(value)),
            vector["charset"],
            "charset {value:?}"
        );
    }
}

// CTX-050
#[test]
fn freshness_is_decided_as_fresh_decides_it() {
    let golden = golden();
    for vector in list(&golden, "fresh") {
        let conditions = Conditions {
            if_modified_since: vector["since"].as_str(),
            if_none_match: vector["match"].as_str(),
            cache_control: vector["cache"].as_str(),
        };
        let answer = fresh(
            conditions,
            vector["etag"].as_str(),
            vector["modified"].as_str(),
        );
        assert_eq!(answer, vector["answer"], "{vector}");
    }
}

fn assert_outcome(outcome: Result<String, &'static str>, vector: &Value) {
    match outcome {
        Ok(header) => assert_eq!(header, vector["answer"]["value"], "{vector}"),
        Err(message) => assert_eq!(message, vector["answer"]["error"]["message"], "{vector}"),
    }
}

// CTX-087
#[test]
fn vary_merges_names_without_duplicates() {
    let golden = golden();
    for vector in list(&golden, "vary") {
        let header = text(vector, "header");
        let outcome = match vector["field"].as_str() {
            Some(field) => vary::append(header, field),
            None => vary::append_names(header, &texts(vector, "field")),
        };
        assert_outcome(outcome, vector);
    }
}

#[test]
fn attachments_are_named_as_content_disposition_names_them() {
    let golden = golden();
    for vector in list(&golden, "content_disposition") {
        let options = &vector["options"];
        let fallback = match &options["fallback"] {
            Value::String(name) => Fallback::Name(name),
            Value::Bool(false) => Fallback::None,
            _ => Fallback::Generated,
        };
        assert_outcome(
            content_disposition(
                vector["filename"].as_str(),
                options["type"].as_str(),
                fallback,
            ),
            vector,
        );
    }
}

// CTX-022, CTX-024, CTX-062, CTX-063
#[test]
fn statuses_have_the_texts_sets_and_error_classes_of_npm() {
    let golden = golden();
    for vector in list(&golden, "statuses") {
        let code = vector[0]
            .as_u64()
            .and_then(|code| u16::try_from(code).ok())
            .expect("a code");
        let error = status::http_error(i64::from(code));
        let answer = json!([
            code,
            status::text(code),
            status::is_empty(code),
            status::is_redirect(code),
            status::is_retry(code),
            status::node_text(code),
            error.status,
            error.name,
            error.message.unwrap_or_default(),
            error.expose
        ]);
        assert_eq!(&answer, vector);
    }
    assert_eq!(
        status::codes()
            .filter_map(status::text)
            .filter_map(status::code)
            .count(),
        status::codes().count()
    );
    assert_eq!(status::http_error(-1).status, 500);
    assert_eq!(status::http_error(i64::MAX).status, 500);
}

// CTX-090
#[test]
fn locations_and_html_are_escaped_as_npm_does() {
    let golden = golden();
    for vector in list(&golden, "escapes") {
        let value = text(vector, "value");
        assert_eq!(encode_url(value), text(vector, "url"), "{value:?}");
        assert_eq!(escape_html(value), text(vector, "html"), "{value:?}");
    }
}

// CTX-033, CTX-034
#[test]
fn request_targets_are_read_and_written_as_koa_does_through_parseurl() {
    let golden = golden();
    let mut left_to_node = Vec::new();
    for vector in list(&golden, "targets") {
        let url = text(vector, "url");
        let Some(target) = Target::parse(url) else {
            left_to_node.push(url);
            continue;
        };
        assert_eq!(json!(target.pathname), vector["pathname"], "{url:?}");
        assert_eq!(json!(target.search), vector["search"], "{url:?}");
        assert_eq!(target.query(), text(vector, "query"), "{url:?}");
        let moved = Target {
            pathname: Some("/new?#p".into()),
            ..target.clone()
        };
        assert_eq!(moved.format(), text(vector, "path"), "{url:?}");
        let searched = |search: &'static str| Target {
            search: Some(search.into()),
            ..target.clone()
        };
        assert_eq!(
            searched("?x=1#2").format(),
            text(vector, "search2"),
            "{url:?}"
        );
        assert_eq!(searched("x=1").format(), text(vector, "search3"), "{url:?}");
    }
    // Nothing that a browser or a proxy sends is among them.
    let node = [
        "//a@b/c#x",
        "http://u:p@h/x",
        "ftp://h/x",
        "mailto:a@b",
        "example.com:443",
        "http:///x",
        "http://h:x/",
        "http://[::1]/x",
    ];
    assert_eq!(left_to_node, node);
}

// CTX-088
#[test]
fn etags_get_quotes_unless_they_have_them() {
    for (value, quoted) in [
        ("a", "\"a\""),
        ("\"a\"", "\"a\""),
        ("W/\"a\"", "W/\"a\""),
        ("W/a", "\"W/a\""),
        ("", "\"\""),
    ] {
        assert_eq!(quote_etag(value), quoted);
    }
}

#[test]
fn no_header_makes_negotiation_panic() {
    let mut numbers = Numbers(7);
    let alphabet: Vec<char> = "aA*/;,=q.-+01 \t\"\\%W\u{e9}\u{feff}\u{1f600}\n()'#?@:[]"
        .chars()
        .collect();
    for _ in 0..20_000 {
        let (a, b) = (numbers.text(&alphabet, 20), numbers.text(&alphabet, 8));
        let offer = [b.as_str(), a.as_str(), "json"];
        for header in [None, Some(a.as_str())] {
            let _ = accepts::types(header);
            let _ = accepts::encodings(header);
            let _ = accepts::charsets(header);
            let _ = accepts::languages(header);
            for best in [
                accepts::best_type,
                accepts::best_encoding,
                accepts::best_charset,
                accepts::best_language,
            ] {
                assert!(best(header, &offer).is_none_or(|name| offer.contains(&name)));
            }
        }
        let _ = type_is(&a, &offer);
        let _ = media_type::parse(&a);
        let _ = ContentType::parse(&a);
        let _ = mime::content_type(&a);
        let _ = vary::append(&a, &b);
        let _ = content_disposition(Some(&a), Some(&b), Fallback::Name(&b));
        let conditions = Conditions {
            if_modified_since: Some(&a),
            if_none_match: Some(&b),
            cache_control: Some(&a),
        };
        let _ = fresh(conditions, Some(&a), Some(&b));
        let _ = coddle_koa::time::parse_date(&a);
        let target = Target::parse(&a);
        assert!(target.is_none_or(|target| target.format().len() < 100));
        assert!(encode_url(&a).is_ascii());
    }
}
