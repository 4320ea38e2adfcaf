//! Query strings against the answers of Node 20's querystring and egg's request extension (golden/query.js).

mod common;

use std::borrow::Cow;

use coddle_koa::query;
use common::{Numbers, list, text};
use serde_json::{Value, json};

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/query.json")).expect("query.json is JSON")
}

/// Names with their values as a JavaScript object lists them: array indexes first, ascending.
fn as_object(mut members: Vec<(Cow<'_, str>, Value)>) -> Value {
    let index = |name: &str| {
        name.parse::<u32>()
            .ok()
            .filter(|index| index.to_string() == name)
    };
    members.sort_by_key(|(name, _)| index(name).map_or((1, 0), |index| (0, index)));
    json!(members)
}

/// The object that `querystring.parse` makes of its pairs.
fn parsed(pairs: Vec<query::Pair<'_>>) -> Value {
    let mut members: Vec<(Cow<'_, str>, Value)> = Vec::new();
    for (name, value) in pairs {
        match members.iter_mut().find(|(known, _)| *known == name) {
            None => members.push((name, json!(value))),
            Some((_, Value::Array(values))) => values.push(json!(value)),
            Some((_, first)) => *first = json!([first, value]),
        }
    }
    as_object(members)
}

// CTX-035, CTX-038
#[test]
fn query_strings_are_parsed_and_shaped_as_node_and_egg_do() {
    let golden = golden();
    for vector in list(&golden, "vectors") {
        let input = text(vector, "input");
        assert_eq!(
            parsed(query::parse(input, query::DEFAULT_MAX_KEYS)),
            vector["parsed"],
            "parse {input:?}"
        );
        let first = query::query(input)
            .into_iter()
            .map(|(name, value)| (name, json!(value)))
            .collect();
        assert_eq!(as_object(first), vector["query"], "query {input:?}");
        let all = query::queries(input)
            .into_iter()
            .map(|(name, values)| (name, json!(values)))
            .collect();
        assert_eq!(as_object(all), vector["queries"], "queries {input:?}");
        assert_eq!(
            query::unescape(input),
            text(vector, "unescaped"),
            "unescape {input:?}"
        );
        assert_eq!(
            query::escape(input),
            text(vector, "escaped"),
            "escape {input:?}"
        );
    }
}

#[test]
fn pairs_beyond_the_limit_are_dropped_and_empty_parts_count() {
    let golden = golden();
    for vector in list(&golden, "limits") {
        let limit = vector["maxKeys"]
            .as_u64()
            .and_then(|limit| usize::try_from(limit).ok())
            .expect("a limit");
        let names: Vec<Cow<'_, str>> = query::parse(text(vector, "input"), limit)
            .into_iter()
            .map(|pair| pair.0)
            .collect();
        assert_eq!(json!(names), vector["names"], "{limit}");
    }
}

// CTX-037
#[test]
fn objects_are_written_as_querystring_stringify_writes_them() {
    let golden = golden();
    for vector in list(&golden, "objects") {
        let pairs = list(vector, "pairs").iter().map(|pair| {
            (
                pair[0].as_str().expect("a name"),
                pair[1].as_str().expect("a value"),
            )
        });
        assert_eq!(query::stringify(pairs), text(vector, "text"));
    }
}

#[test]
fn a_name_that_sets_a_prototype_becomes_no_member() {
    assert!(query::query("__proto__=1").is_empty());
    assert!(
        query::queries("__proto__=1&__proto__[]=1")
            .iter()
            .all(|(name, _)| name == "__proto__[]")
    );
}

#[test]
fn many_names_are_found_again_as_few_are() {
    let text: String = (0..600).map(|at| format!("k{}={at}&", at % 300)).collect();
    let all = query::queries(&text);
    assert_eq!(all.len(), 300);
    assert!(all.iter().all(|(_, values)| values.len() == 2));
    assert_eq!(query::query(&text).len(), 300);
}

#[test]
fn what_was_escaped_comes_back_and_nothing_panics() {
    let mut numbers = Numbers(99);
    let alphabet: Vec<char> = "ab%+&=[]4C3\u{e9}\u{4f60}\u{1f600}\u{0}.".chars().collect();
    for _ in 0..5000 {
        let (name, value) = (numbers.text(&alphabet, 8), numbers.text(&alphabet, 8));
        let written = query::stringify([(name.as_str(), value.as_str())]);
        assert_eq!(
            query::parse(&written, 0),
            [(Cow::Borrowed(name.as_str()), Cow::Borrowed(value.as_str()))]
        );
        let _ = query::queries(&name);
    }
}
