//! Each was seen under Node 20, as the names of `import * as all` of a file with the source.

use super::exports;

fn names(source: &str) -> String {
    exports(source).names.join(" ")
}

fn reexports(source: &str) -> String {
    exports(source).reexports.join(" ")
}

#[test]
fn assignments_to_members() {
    assert_eq!(
        names("exports.a = 1; module.exports.b = exports['c'] = 2; exports . d\n= 3"),
        "a b c d"
    );
    assert_eq!(
        names("if (x) { exports.a = 1 } // exports.no = 1\n'exports.no = 1'"),
        "a"
    );
    assert_eq!(
        names("x.exports.no = 1; exports.no += 1; exports.no; Exports.no = 1"),
        ""
    );
    assert_eq!(
        names("exports.a = exports.b = void 0; exports['\\u0061b'] = 1; exports.default = 2"),
        "a b ab default"
    );
}

#[test]
fn an_object_given_to_module_exports_up_to_what_is_no_name() {
    assert_eq!(names("module.exports = { a, b: c, 'd': e }"), "a b d");
    assert_eq!(names("module.exports = { a, ...x, b, c: d.e, f }"), "a b c");
    assert_eq!(names("module.exports = { a: 1, b }"), "");
    assert_eq!(names("module.exports = { a() {}, b }"), "a");
    assert_eq!(names("module.exports = { a: b(), c }"), "a");
    assert_eq!(
        names("0 && (module.exports = { a, b, ...require('x') })"),
        "a b"
    );
    assert_eq!(names("exports = { no }"), "");
}

#[test]
fn properties_that_are_defined() {
    assert_eq!(
        names("Object.defineProperty(exports, '__esModule', { value: true })"),
        "__esModule"
    );
    assert_eq!(
        names("Object.defineProperty(module.exports, 'a', { enumerable: true, value: 1 })"),
        "a"
    );
    for getter in [
        "get: function () { return b.c; }",
        "get: function () { return b['c'].d }",
        "get() { return b }",
        "get: function () { return b.c; },",
    ] {
        let source =
            format!("Object.defineProperty(exports, 'a', {{ enumerable: true, {getter} }});");
        assert_eq!(names(&source), "a", "{getter}");
    }
    assert_eq!(
        names("Object.defineProperty(exports, 'a', { get: function () { return b() } })"),
        ""
    );
    assert_eq!(
        names("Object.defineProperty(exports, 'a', { enumerable: false, value: 1 })"),
        ""
    );
    assert_eq!(names("Object.defineProperty(other, 'a', { value: 1 })"), "");
}

#[test]
fn what_is_exported_whole() {
    assert_eq!(reexports("module.exports = require('a')"), "a");
    assert_eq!(
        reexports("if (x) module.exports = require('a'); else module.exports = require('b')"),
        "b"
    );
    assert_eq!(
        reexports("module.exports = { ...require('a'), ...require('b') }"),
        "a b"
    );
    assert_eq!(
        reexports(
            "__exportStar(require('a'), exports); __export(require('b')); tslib_1.__exportStar(require('c'), exports)"
        ),
        "a b c"
    );
    assert_eq!(
        reexports("var a = require('a'); exports.b = require('b')"),
        ""
    );
}

#[test]
fn babel_s_loops() {
    let plain = "var _x = require('x'); Object.keys(_x).forEach(function (key) { if (key === 'default' || key === '__esModule') return; exports[key] = _x[key]; });";
    let getter = "var _y = _interopRequireWildcard(require('y')); Object.keys(_y).forEach(function (k) { if (k === 'default' || k === '__esModule') return; if (k in exports && exports[k] === _y[k]) return; Object.defineProperty(exports, k, { enumerable: true, get: function () { return _y[k]; } }); });";
    assert_eq!(reexports(plain), "x");
    assert_eq!(reexports(getter), "y");
    assert_eq!(
        reexports(
            "var _x = require('x'); Object.keys(_x).forEach(function (key) { if (key) count(key); });"
        ),
        ""
    );
}
