//! What a translation says, without JavaScript. What renders, and how, the fixtures show.

use std::collections::HashSet;

use super::lexer::WhiteSpace;
use super::translate::{Custom, translate};

fn translated(text: &str) -> String {
    with(text, WhiteSpace::default(), &Custom::default())
}

fn with(text: &str, white_space: WhiteSpace, custom: &Custom) -> String {
    match translate(text, white_space, custom, false) {
        Ok(written) => written.replace('\u{2}', ""),
        Err(refusal) => format!("{}: {}", refusal.line, refusal.message),
    }
}

#[track_caller]
fn refuses(text: &str, line: u32, what: &str) {
    let message = format!("{line}: {what} is not rendered natively");
    assert_eq!(translated(text), message, "{text}");
}

#[test]
fn what_both_languages_mean_alike_is_handed_on() {
    assert_eq!(translated("a{{ b.c }}d"), "a{ (b).c }d");
    assert_eq!(
        translated("{% for a in b %}{{ loop.last }}{% endfor %}"),
        "% for a in (b)|js_items %{ loop.last }% endfor %"
    );
}

#[test]
fn operators_are_bound_as_javascript_binds_them() {
    assert_eq!(
        translated("{{ not a == b }}"),
        "{ (((not ((a) is js_true))) is js_equal(b)) }"
    );
    assert_eq!(
        translated("{{ a ~ b + c }}"),
        "{ ((a)|js_concat(b))|js_add(c) }"
    );
    assert_eq!(
        translated("{{ a + b * c }}"),
        "{ (a)|js_add((b)|js_multiply(c)) }"
    );
}

#[test]
fn tags_stay_on_their_lines() {
    let written = translated("a\n\n  {%- if b -%}\n\n{{ c }}\n{% endif %}\n{{ d }}");
    let line = |of: &str| written[..written.find(of).unwrap()].matches('\n').count() + 1;
    assert_eq!(
        (line("b)"), line("{"), line("c }"), line("d }")),
        (3, 3, 5, 7),
        "{written}"
    );
}

#[test]
fn text_cannot_become_a_tag_of_the_translation() {
    let out = translate(
        "\u{2}{ x }\u{2}",
        WhiteSpace::default(),
        &Custom::default(),
        false,
    )
    .unwrap();
    assert_eq!(out, "\u{2}{ \"\\u0002{ x }\\u0002\"|n_safe }\u{2}");
}

#[test]
fn white_space_around_tags_goes_by_the_configuration() {
    let text = "a\n  {% if b %}\n  c\n  {% endif %}\nd";
    let white_space = WhiteSpace {
        trim_blocks: true,
        lstrip_blocks: true,
    };
    let written = with(text, white_space, &Custom::default());
    assert_eq!(written, "a\n% if ((b) is js_true) %  c\n% endif %d");
}

#[test]
fn what_loops_of_nunjucks_keep_is_refused() {
    refuses(
        "{% set n = 0 %}\n{% for a in b %}{% set n = n + 1 %}{% endfor %}",
        2,
        "setting `n` of outside of the loop",
    );
    refuses(
        "{% for a in b %}\n{% if a %}{% set last = a %}{% endif %}\n{{ last }}{% endfor %}",
        3,
        "`last` as another pass of the loop has set it",
    );
    refuses(
        "{% for a in b %}{{ c }}{% set c = a %}{% endfor %}",
        1,
        "`c` as another pass of the loop has set it",
    );
    refuses(
        "{% for a in b %}{% else %}{% set x = 1 %}{% endfor %}{% set x = 2 %}",
        1,
        "setting `x` of outside of the loop",
    );
}

#[test]
fn what_minijinja_has_no_like_of_is_refused() {
    for (text, what) in [
        ("{{ r/a+/g }}", "a regular expression"),
        ("{% switch a %}{% endswitch %}", "the tag `switch`"),
        ("{% asyncEach a in b %}{% endeach %}", "the tag `asyncEach`"),
        ("{% set a, b = 1 %}", "`set` of several names"),
        ("{{ loop }}", "`loop` as a value"),
        ("{{ loop.cycle }}", "this member of `loop`"),
        ("{{ toString }}", "the name `toString`"),
        ("{{ $x }}", "the name `$x`"),
        ("{{ (a, b) }}", "several values in parentheses"),
        ("{{ a | urlize }}", "the filter `urlize`"),
        (
            "{{ a | join(sep=1) }}",
            "the keyword `sep` of the filter `join`",
        ),
        (
            "{{ f(1) or g(2) }}",
            "`and` or `or` between two values that are computed",
        ),
        (
            "{% for a in b %}{% macro m() %}{% endmacro %}{% endfor %}",
            "a macro inside of a loop, a block or another macro",
        ),
        (
            "{% if a %}{% extends 'b' %}{% endif %}",
            "`extends` inside of a tag",
        ),
        (
            "{% import a as b %}",
            "an import of a name that is not known beforehand",
        ),
        (
            "{% macro m(a=b) %}{% endmacro %}",
            "a default that is no constant",
        ),
    ] {
        refuses(text, 1, what);
    }
}

#[test]
fn what_the_application_has_added_is_refused() {
    let names = |name: &str| HashSet::from([name.to_owned()]);
    let custom = Custom {
        filters: names("upper"),
        tests: names("odd"),
        globals: names("range"),
    };
    for (text, what) in [
        ("{{ a | upper }}", "filter `upper`"),
        ("{{ a is odd }}", "test `odd`"),
        ("{{ range(3) }}", "global `range`"),
    ] {
        assert_eq!(
            with(text, WhiteSpace::default(), &custom),
            format!("1: the application's {what} is not rendered natively")
        );
    }
}

#[test]
fn imports_without_context_know_only_their_own_names() {
    let import = |text| translate(text, WhiteSpace::default(), &Custom::default(), true);
    let message = "`user`, which an import without context does not know, is not rendered natively";
    let refusal = import("{% macro m(a) %}{{ a }}\n{{ user }}{% endmacro %}").unwrap_err();
    assert_eq!((refusal.line, refusal.message.as_str()), (2, message));
    assert!(
        import("{% set user = 1 %}{% macro m() %}{{ user }}{{ range(2) }}{% endmacro %}").is_ok()
    );
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(200), ")".repeat(200));
    assert_eq!(
        translated(&deep),
        "1: nesting this deep is not rendered natively"
    );
    let tags = "{% if a %}".repeat(200);
    assert_eq!(
        translated(&tags),
        "1: nesting this deep is not rendered natively"
    );
}
