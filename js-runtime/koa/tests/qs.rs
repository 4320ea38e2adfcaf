//! Nested forms against the answers of npm qs 6.17 (golden/qs.js).

mod common;

use coddle_koa::qs::{Duplicates, Options, QsValue, parse};
use common::{Numbers, list, text};
use serde_json::{Map, Value, json};

fn options(recorded: &Value) -> Options {
    let number = |name: &str, default: usize| {
        recorded[name]
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(default)
    };
    let flag = |name: &str| recorded[name].as_bool().unwrap_or_default();
    Options {
        delimiter: recorded["delimiter"].as_str().unwrap_or("&").to_owned(),
        duplicates: match recorded["duplicates"].as_str() {
            Some("first") => Duplicates::First,
            Some("last") => Duplicates::Last,
            _ => Duplicates::Combine,
        },
        allow_dots: flag("allowDots"),
        array_limit: number("arrayLimit", 20),
        depth: number("depth", 5),
        parameter_limit: number("parameterLimit", 1000),
        allow_prototypes: flag("allowPrototypes"),
        ignore_query_prefix: flag("ignoreQueryPrefix"),
        strict_depth: flag("strictDepth"),
        throw_on_limit_exceeded: flag("throwOnLimitExceeded"),
    }
}

fn json_of(value: QsValue) -> Value {
    match value {
        QsValue::Text(text) => json!(text),
        QsValue::Array(items) => items.into_iter().map(json_of).collect(),
        QsValue::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, json_of(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

// MW-032, MW-033, MW-034
#[test]
fn forms_are_nested_limited_and_refused_as_qs_does() {
    let golden: Value =
        serde_json::from_str(include_str!("golden/qs.json")).expect("qs.json is JSON");
    for vector in list(&golden, "vectors") {
        let input = text(vector, "input");
        match parse(input, &options(&vector["options"])) {
            // As text, so that the order of the members counts.
            Ok(members) => {
                let value = json_of(QsValue::Object(members)).to_string();
                assert_eq!(value, vector["value"], "{input} {}", vector["options"]);
            }
            Err(error) => assert_eq!(
                error.to_string(),
                vector["error"],
                "{input} {}",
                vector["options"]
            ),
        }
    }
}

// MW-033
#[test]
fn the_defaults_are_those_of_eggs_body_parser() {
    let Options {
        allow_dots,
        array_limit,
        depth,
        parameter_limit,
        ..
    } = Options::default();
    assert_eq!(
        (allow_dots, array_limit, depth, parameter_limit),
        (true, 100, 5, 1000)
    );
}

#[test]
fn no_form_panics_or_nests_without_end() {
    let mut numbers = Numbers(17);
    let alphabet: Vec<char> = "aab01[[]]..=&&%+\u{e9}5BD".chars().collect();
    let deep = Options {
        depth: usize::MAX,
        ..Options::default()
    };
    for _ in 0..20_000 {
        let input = numbers.text(&alphabet, 40);
        assert!(parse(&input, &Options::default()).is_ok());
        assert!(parse(&input, &deep).is_ok());
    }
    let nested = format!("a{}=1&a{}=2", "[b]".repeat(50_000), "[b]".repeat(50_000));
    assert!(parse(&nested, &deep).is_ok());
}
