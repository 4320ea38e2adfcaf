//! serde between JavaScript and Rust, and values that Rust keeps.

use std::collections::BTreeMap;

use coddle_engine::convert::{Passed, from_js, to_js};
use coddle_engine::rquickjs::Value;
use coddle_engine::{Kept, Limits, World, errors};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn world() -> World {
    World::new(Limits::default(), []).expect("a world")
}

/// What the value of `source` means to `T`, or what is wrong with it.
fn read<T: DeserializeOwned>(source: &str) -> Result<T, String> {
    world().turn(|ctx| {
        let value: Value<'_> = ctx.eval(source).expect("a value");
        from_js(&value).map_err(|mismatch| match mismatch.is_thrown() {
            true => errors::describe(&ctx.catch()),
            false => mismatch.to_string(),
        })
    })
}

/// `JSON.stringify` of what `value` becomes.
fn written(value: &impl serde::Serialize) -> Result<String, String> {
    world().turn(|ctx| {
        let value = to_js(ctx, value).map_err(|unfit| unfit.to_string())?;
        let text = ctx.json_stringify(value).expect("JSON");
        text.map_or_else(
            || Ok("undefined".to_owned()),
            |text| text.to_string().map_err(|error| error.to_string()),
        )
    })
}

#[test]
fn a_value_that_holds_itself_is_refused() {
    let error = read::<serde_json::Value>("const a = {}; a.a = a; a").expect_err("a cycle");
    assert!(
        error.ends_with("nested too deeply, or holds itself"),
        "{error}"
    );
}

#[test]
fn what_a_getter_throws_comes_through() {
    let error = read::<BTreeMap<String, u8>>("({ get a() { throw new Error('mine'); } })");
    assert!(error.expect_err("it throws").starts_with("Error: mine"));
}

#[test]
fn whole_numbers_are_integers_and_others_are_not() {
    assert_eq!(
        read::<Vec<i64>>("[ 1, 2.0, -3, 2 ** 40 ]"),
        Ok(vec![1, 2, -3, 1 << 40])
    );
    assert_eq!(read::<f32>("3"), Ok(3.0));
    let error = read::<i64>("1.5").expect_err("a fraction");
    assert_eq!(error, "invalid type: floating point `1.5`, expected i64");
    let error = read::<u64>("2n ** 64n").expect_err("too many bits");
    assert_eq!(
        error,
        "the BigInt 18446744073709551616 has more than 64 bits"
    );
}

#[test]
fn an_empty_object_is_a_unit_and_functions_are_nothing_that_serde_knows() {
    assert_eq!(read::<()>("({})"), Ok(()));
    assert!(read::<()>("({ a: 1 })").is_err());
    let error = read::<Option<u8>>("() => 1").expect_err("a function");
    assert!(error.contains("function"), "{error}");
}

#[test]
fn members_that_are_undefined_are_missing() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Options {
        #[serde(default)]
        most: u32,
        name: Option<String>,
    }
    let expected = Options {
        most: 0,
        name: None,
    };
    assert_eq!(read("({ most: undefined, name: undefined })"), Ok(expected));
}

#[test]
fn a_key_named_proto_is_a_member_like_others() {
    let map = BTreeMap::from([("__proto__", 1), ("a", 2)]);
    assert_eq!(written(&map).as_deref(), Ok(r#"{"__proto__":1,"a":2}"#));
    let back: BTreeMap<String, u8> = read(r#"JSON.parse('{"__proto__":1}')"#).expect("a map");
    assert_eq!(back, BTreeMap::from([("__proto__".to_owned(), 1)]));
}

#[test]
fn integers_beyond_what_a_number_holds_are_refused() {
    assert_eq!(
        written(&((1_u64 << 53) - 1)).as_deref(),
        Ok("9007199254740991")
    );
    assert!(written(&(1_u64 << 53)).is_err());
    assert!(written(&i64::MIN).is_err());
}

#[test]
fn a_value_passes_through_serde_as_it_is() {
    #[derive(Deserialize)]
    struct Options {
        call: Passed,
    }
    let world = world();
    let kept = world.turn(|ctx| {
        let value: Value<'_> = ctx.eval("({ call: () => 7 })").expect("a value");
        let options: Options = from_js(&value).expect("options");
        options.call.0
    });
    let seven = kept.within(|ctx, function| {
        let undefined = Value::new_undefined(ctx.clone());
        coddle_engine::class::call::call(ctx, &function, &undefined, &[])
            .ok()
            .and_then(|value| value.as_int())
    });
    assert_eq!(seven, Some(Some(7)));
    let elsewhere = serde_json::from_str::<Options>(r#"{ "call": 1 }"#).err();
    assert!(elsewhere.is_some_and(|error| error.to_string().contains("cannot come from here")));
}

#[test]
fn a_kept_value_outlives_its_world_as_nothing() {
    let world = world();
    let kept = world.turn(|ctx| Kept::new(&ctx.eval::<Value<'_>, _>("({})").expect("a value")));
    drop(world);
    assert_eq!(kept.within(|_, _| ()), None);
    drop(kept);
}

#[test]
fn inside_a_turn_a_kept_value_is_used_in_that_turn() {
    let world = world();
    let answer = world.turn(|ctx| {
        let kept = Kept::new(&ctx.eval::<Value<'_>, _>("41").expect("a value"));
        kept.within(|_, value| value.as_int())
    });
    assert_eq!(answer, Some(Some(41)));
}
