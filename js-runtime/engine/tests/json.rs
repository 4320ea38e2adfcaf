//! Bodies' JSON against the engine's own: what differs would be another answer.

use coddle_engine::rquickjs::{Ctx, Value};
use coddle_engine::{Limits, World, errors, json};

fn with_world(test: impl for<'js> FnOnce(&Ctx<'js>)) {
    let world = World::new(Limits::default(), []).expect("a world");
    world.turn(test);
}

/// The text, `undefined`, or what was thrown.
fn outcome(ctx: &Ctx<'_>, result: coddle_engine::rquickjs::Result<Option<Vec<u8>>>) -> String {
    match result {
        Ok(Some(bytes)) => String::from_utf8(bytes).expect("JSON is UTF-8"),
        Ok(None) => String::from("undefined"),
        Err(error) => {
            let thrown = errors::caught(ctx, error);
            let first = errors::describe(&thrown);
            format!("throws {}", first.lines().next().unwrap_or_default())
        }
    }
}

#[test]
fn values_are_written_as_json_stringify_writes_them() {
    with_world(|ctx| {
        for source in [
            "({})",
            "[]",
            "({ a: 1, b: [true, null, 'x'], c: { d: undefined, e() {}, [Symbol('s')]: 1 } })",
            "[undefined, () => 1, Symbol('s'), , 3]",
            "[0, -0, 1.5, 1e21, 1e-7, 123456789012, -2147483648, NaN, Infinity, 0.1 + 0.2]",
            "({ 10: 'b', 2: 'a', z: 1 })",
            r#"['quote " slash \\ / line \n tab \t bell \u0007 \b \f \r del \u007f \u2028']"#,
            r#"['é', '漢', '😀', '\ud800', 'x\udc00y', '\ud83d\ude00', '\ud7ff', '\ue000', '힣']"#,
            "({ 'k\\n\"é': 1, '': 2, '\\ud800': 3 })",
            "new Date(0)",
            "({ at: new Date(NaN), then: new Date(86400000) })",
            "({ toJSON(key) { return 'for ' + key; } })",
            "[{ toJSON(key) { return { key, toJSON: () => 'not asked' }; } }]",
            "({ a: { toJSON() { return undefined; } }, b: 1 })",
            "[new Number(3), new String('s'), new Boolean(false), Object(Symbol.iterator)]",
            "[new Map([[1, 2]]), new Set([1]), /x/g, new Error('e'), new Uint8Array([1, 2])]",
            "new (class Point { constructor() { this.x = 1; } get y() { return 2; } })()",
            "Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })",
            "Object.assign(Object.create(null), { a: 1 })",
            "({ get a() { return 'read'; } })",
            "new Proxy({ a: 1, b: [2] }, {})",
            "new Proxy([1, 2], {})",
            "undefined",
            "(() => 1)",
            "'text'",
            "7",
            "null",
            "({ get a() { throw new RangeError('getter'); } })",
            "({ toJSON() { throw new TypeError('conversion'); } })",
            "[1n]",
            "(() => { const o = { a: {} }; o.a.b = o; return o; })()",
            "(() => { const a = []; a.push([a]); return a; })()",
            "(() => { let o = {}; for (let i = 0; i < 150; i++) o = { o }; return o; })()",
            "JSON.parse('{\"__proto__\":1}')",
        ] {
            let value: Value<'_> = ctx.eval(source).expect(source);
            let ours = outcome(ctx, json::stringify(ctx, &value));
            let theirs = ctx.json_stringify(value).and_then(|text| {
                text.map(|text| coddle_engine::bytes::utf8(&text))
                    .transpose()
            });
            assert_eq!(ours, outcome(ctx, theirs), "{source}");
        }
    });
}

#[test]
fn texts_are_read_as_json_parse_reads_them() {
    with_world(|ctx| {
        for text in [
            "{}",
            " [ ] ",
            r#"{"a":1,"b":[true,false,null],"c":{"d":"e"},"a":2}"#,
            r#"{"10":"b","2":"a","z":1}"#,
            "[0,-0,1.5,1e21,1e-7,123456789012,-2147483648,2147483648,9007199254740993,18446744073709551617,0.1,5e-324]",
            r#"["\u00e9 \n \" \\ \/ \u2028","😀","\ud83d\ude00"]"#,
            "3",
            "\"text\"",
            "null",
        ] {
            let ours = json::parse(ctx, text, false).expect(text).expect(text);
            let theirs: Value<'_> = ctx.json_parse(text).expect(text);
            let ours = outcome(ctx, json::stringify(ctx, &ours));
            assert_eq!(ours, outcome(ctx, json::stringify(ctx, &theirs)), "{text}");
        }
    });
}

#[test]
fn what_needs_a_closer_look_is_left_to_the_caller() {
    with_world(|ctx| {
        for text in [
            "",
            "{",
            "{'a':1}",
            "[1,]",
            "01",
            "1e400",
            "1 2",
            r#"{"__proto__":{}}"#,
            r#"{"a":{"\u005f_proto__":1}}"#,
            r#"["\ud800"]"#,
            "\"a\u{1}b\"",
        ] {
            assert!(
                json::parse(ctx, text, false).expect(text).is_none(),
                "{text}"
            );
        }
        for text in ["3", "\"text\"", "null", " true"] {
            assert!(
                json::parse(ctx, text, true).expect(text).is_none(),
                "{text}"
            );
        }
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(json::parse(ctx, &deep, false).expect("deep").is_none());
    });
}

#[test]
fn members_are_handed_on_in_their_order_or_not_believed() {
    with_world(|ctx| {
        let members = |text: &str| {
            let mut seen = Vec::new();
            let is_whole = json::parse_members(ctx, text, |name, value| {
                let text = json::stringify(ctx, &value)?.unwrap_or_default();
                seen.push(format!("{name}={}", String::from_utf8_lossy(&text)));
                Ok(())
            });
            is_whole.then(|| seen.join(" "))
        };
        assert_eq!(members("{}").as_deref(), Some(""));
        assert_eq!(
            members(r#" {"b":1, "a":[null,{"x":"y"}], "q\n":"", "b":2} "#).as_deref(),
            Some("b=1 a=[null,{\"x\":\"y\"}] q\n=\"\" b=2")
        );
        for refused in [
            "",
            "[]",
            "1",
            "{",
            r#"{"a":1"#,
            r#"{"a":1} x"#,
            r#"{"__proto__":{}}"#,
            r#"{"a":"\ud800"}"#,
        ] {
            assert_eq!(members(refused), None, "{refused}");
        }

        let failed = json::parse_members(ctx, r#"{"a":1}"#, |_, _| {
            Err(errors::throw_error(ctx, "not this one"))
        });
        assert!(!failed);
        assert!(!ctx.has_exception(), "the exception is not left behind");
    });
}
