//! The router's natives against answers recorded from path-to-regexp 1.9.0 and @eggjs/router 2.2 (golden/router.js).

mod common;

use coddle_koa::router::table::layer_methods;
use coddle_koa::router::{Captures, KeyName, LayerId, PathOptions, PathPattern, RouteTable};
use common::{Numbers, list, text};
use serde_json::{Map, Value, json};

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/router.json")).expect("router.json is JSON")
}

fn options(vector: &Value) -> PathOptions {
    let flag = |name: &str| vector[name].as_bool().expect(name);
    PathOptions {
        sensitive: flag("sensitive"),
        strict: flag("strict"),
        end: flag("end"),
    }
}

fn name(key: &KeyName) -> Value {
    match key {
        KeyName::Name(name) => json!(name),
        KeyName::Index(index) => json!(index),
    }
}

fn texts(path: &str, captures: &Captures) -> Value {
    captures
        .iter()
        .map(|capture| capture.clone().map(|range| &path[range]))
        .map(|text| json!(text))
        .collect()
}

/// The recorded requests that a pattern matches, with its captures.
fn answers(pattern: &PathPattern, requests: &[Value]) -> Value {
    let mut answers = Map::new();
    for (at, request) in requests.iter().enumerate() {
        let request = request.as_str().expect("a path");
        let captures = pattern.captures(request);
        assert_eq!(
            captures.is_some(),
            pattern.is_match(request),
            "{} {request}",
            pattern.source()
        );
        if let Some(captures) = captures {
            answers.insert(at.to_string(), texts(request, &captures));
        }
    }
    Value::Object(answers)
}

// ROUTER-017, ROUTER-019, ROUTER-020, ROUTER-021, ROUTER-022, ROUTER-023, ROUTER-024, ROUTER-025, ROUTER-026, ROUTER-032
#[test]
fn path_strings_make_the_expressions_keys_and_captures_of_path_to_regexp() {
    let golden = golden();
    for vector in list(&golden, "patterns") {
        let path = text(vector, "path");
        let compiled = PathPattern::compile(path, options(vector));
        if !vector["error"].is_null() {
            assert!(compiled.is_err(), "{path:?} makes no expression");
            continue;
        }
        let pattern = compiled.unwrap_or_else(|error| panic!("{path:?}: {error}"));
        assert_eq!(
            pattern.source().replace('\n', "\\n"),
            text(vector, "source"),
            "{vector}"
        );
        assert_eq!(pattern.flags(), text(vector, "flags"));
        let keys: Value = pattern
            .keys()
            .iter()
            .map(|key| {
                let prefix = key.prefix.map(String::from).unwrap_or_default();
                json!([
                    name(&key.name),
                    prefix,
                    key.delimiter,
                    key.optional,
                    key.repeat,
                    key.partial,
                    key.asterisk,
                    key.pattern
                ])
            })
            .collect();
        assert_eq!(keys, vector["keys"], "{path:?}");
        assert_eq!(
            answers(&pattern, list(&golden, "requests")),
            vector["answers"],
            "{path:?} {}",
            pattern.source()
        );
    }
}

// ROUTER-014
#[test]
fn regexp_paths_number_their_groups_and_capture_as_javascript_does() {
    let golden = golden();
    for vector in list(&golden, "regexps") {
        let source = text(vector, "source");
        let pattern = PathPattern::from_regexp(source, text(vector, "flags")).expect(source);
        let keys: Value = pattern.keys().iter().map(|key| name(&key.name)).collect();
        assert_eq!(keys, vector["keys"], "{source}");
        assert_eq!(
            answers(&pattern, list(&golden, "requests")),
            vector["answers"],
            "{source}"
        );
    }
}

fn table(router: &Value) -> RouteTable {
    let sensitive = router["sensitive"].as_bool().expect("sensitive");
    let mut table = RouteTable::new();
    for layer in list(router, "layers") {
        let end = layer["end"].as_bool().expect("end");
        let pattern = match layer["regexp"].as_str() {
            Some(source) => PathPattern::from_regexp(source, "").expect(source),
            None => PathPattern::compile(
                text(layer, "path"),
                PathOptions {
                    sensitive,
                    strict: false,
                    end,
                },
            )
            .expect("a path that path-to-regexp took"),
        };
        let methods: Vec<&str> = list(layer, "methods")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        table.push(
            &methods,
            pattern,
            layer["ignoreCaptures"].as_bool().expect("ignoreCaptures"),
        );
    }
    table
}

// ROUTER-027, ROUTER-028, ROUTER-029, ROUTER-031, ROUTER-033, ROUTER-037
#[test]
fn a_table_matches_the_layers_of_a_router_in_declaration_order() {
    let golden = golden();
    for router in list(&golden, "routers") {
        let table = table(router);
        for case in list(router, "cases") {
            let path = text(case, "path");
            let matches = table.matches(text(case, "method"), path);
            let ids = |layers: &[LayerId]| layers.iter().map(|id| json!(id.0)).collect::<Value>();
            assert_eq!(ids(&matches.path), case["matched"], "{case}");
            assert_eq!(ids(&matches.path_and_method), case["run"], "{case}");
            assert_eq!(matches.route, case["route"], "{case}");

            let mut params = Map::new();
            for &id in &matches.path_and_method {
                let captures = table.captures(id, path);
                let pattern = table.pattern(id).expect("a layer that matched");
                for (key, value) in pattern.params(path, &captures) {
                    let key = match key {
                        KeyName::Name(name) => name.to_string(),
                        KeyName::Index(index) => index.to_string(),
                    };
                    params.insert(key, json!(value));
                }
            }
            if let Some(recorded) = case["params"].as_array() {
                let recorded: Map<String, Value> = recorded
                    .iter()
                    .map(|pair| {
                        (
                            pair[0].as_str().expect("a name").to_owned(),
                            pair[1].clone(),
                        )
                    })
                    .collect();
                assert_eq!(params, recorded, "{case}");
            }
        }
    }
}

// ROUTER-010, ROUTER-011
#[test]
fn get_brings_head_and_head_brings_nothing() {
    assert_eq!(layer_methods(&["get"]), ["HEAD", "GET"]);
    assert_eq!(layer_methods(&["head"]), ["HEAD"]);
    assert_eq!(
        layer_methods(&["post", "get", "patch"]),
        ["HEAD", "POST", "GET", "PATCH"]
    );
}

// ROUTER-015
#[test]
fn a_layer_that_ignores_captures_has_none() {
    let mut table = RouteTable::new();
    let pattern = PathPattern::compile("/:id", PathOptions::EGG_ROUTE).expect("a path");
    let seen = table.push(&["GET"], pattern.clone(), false);
    let ignored = table.push(&[] as &[&str], pattern, true);
    assert_eq!(table.captures(seen, "/1").as_slice(), [Some(1..2)]);
    assert!(table.captures(ignored, "/1").is_empty());
    assert_eq!(
        table.matches("POST", "/1").path_and_method.as_slice(),
        [ignored]
    );
    assert!(!table.matches("POST", "/1").route);
}

// ROUTER-058
#[test]
fn a_layer_that_gets_a_prefix_matches_its_new_path_only_and_keeps_its_place() {
    let mut table = RouteTable::new();
    let path = |path: &str| PathPattern::compile(path, PathOptions::EGG_ROUTE).expect("a path");
    let first = table.push(&["GET"], path("/a"), false);
    let second = table.push(&["GET"], path("/:any"), false);
    table.set_pattern(first, path("/v1/a"));
    table.set_pattern(second, path("/v1/:any"));
    assert!(table.matches("GET", "/a").path.is_empty());
    assert_eq!(
        table.matches("GET", "/v1/a").path.as_slice(),
        [first, second]
    );
}

#[test]
fn paths_that_share_an_expression_keep_the_names_of_their_own_params() {
    let mut table = RouteTable::new();
    for path in ["/:a", "/:b"] {
        table.push(
            &["GET"],
            PathPattern::compile(path, PathOptions::EGG_ROUTE).expect("a path"),
            false,
        );
    }
    let names: Vec<Value> = table
        .matches("GET", "/1")
        .path
        .iter()
        .map(|&id| name(&table.pattern(id).expect("a layer").keys()[0].name))
        .collect();
    assert_eq!(names, [json!("a"), json!("b")]);
}

// ROUTER-018
#[test]
fn a_layer_with_an_expression_of_its_own_matches_by_it_and_keeps_its_names() {
    let id = || vec![KeyName::Name("id".into())];
    let usual = PathPattern::compile("/users/:id", PathOptions::EGG_ROUTE).expect("a path");
    let of = |source: &str, names| {
        PathPattern::of_layer(
            Some("/users/:id"),
            PathOptions::EGG_ROUTE,
            source,
            "",
            names,
        )
        .expect(source)
    };
    assert_eq!(of(usual.source(), id()).keys(), usual.keys());
    // What path-to-regexp 8 makes of the same path.
    let other = of("^(?:\\/users\\/([^\\/]+))(?:\\/$)?$", id());
    assert_eq!(name(&other.keys()[0].name), json!("id"));
    assert_eq!(
        other.captures("/users/7/").expect("a match").as_slice(),
        [Some(7..8)]
    );
    let numbered = of(usual.source(), vec![KeyName::Index(0)]);
    assert_eq!(name(&numbered.keys()[0].name), json!(0));
}

#[test]
fn an_expression_that_does_not_compile_is_named_in_the_error() {
    let error = PathPattern::compile("/:id([)", PathOptions::EGG_ROUTE).expect_err("an open class");
    assert!(
        error
            .to_string()
            .starts_with("Invalid regular expression: /^\\/((?:[))"),
        "{error}"
    );
}

#[test]
fn the_hand_matcher_and_the_expression_agree_on_random_paths() {
    let mut numbers = Numbers(0x5eed);
    let path_alphabet: Vec<char> = "//ab:*?+().\\d1x".chars().collect();
    let request_alphabet: Vec<char> = "//ab1x.%2F\u{e9}\n".chars().collect();
    for _ in 0..3000 {
        let path = numbers.text(&path_alphabet, 9);
        let options = PathOptions {
            sensitive: numbers.below(2) == 0,
            strict: numbers.below(2) == 0,
            end: numbers.below(3) > 0,
        };
        let Ok(pattern) = PathPattern::compile(&path, options) else {
            continue;
        };
        let expression =
            regress::Regex::with_flags(pattern.source(), pattern.flags()).expect("compiled before");
        for _ in 0..20 {
            let request = numbers.text(&request_alphabet, 9);
            let wanted = expression
                .find(&request)
                .map(|found| found.captures.into_iter().collect::<Captures>());
            assert_eq!(
                pattern.captures(&request),
                wanted,
                "{path:?} {options:?} {request:?}"
            );
            assert_eq!(pattern.is_match(&request), wanted.is_some());
            let mut table = RouteTable::new();
            table.push(&["GET"], pattern.clone(), false);
            assert_eq!(
                table.matches("GET", &request).route,
                wanted.is_some(),
                "{path:?} {options:?} {request:?}"
            );
        }
    }
}
