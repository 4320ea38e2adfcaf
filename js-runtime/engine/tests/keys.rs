//! Properties by names that are known beforehand.

use coddle_engine::class::{Key, call};
use coddle_engine::rquickjs::{Ctx, Function, Result, Value};
use coddle_engine::{Limits, World, errors};

fn in_world(run: impl FnOnce(&Ctx<'_>) -> Result<()>) {
    let world = World::new(Limits::default(), []).expect("a world");
    world.enter(|ctx| {
        run(ctx).unwrap_or_else(|error| {
            let thrown: Value<'_> = errors::caught(ctx, error);
            panic!("{thrown:?}")
        });
    });
}

#[test]
fn a_key_sees_own_and_inherited_properties() {
    in_world(|ctx| {
        let object: Value<'_> = ctx
            .eval("({ __proto__: { seen: 1, hidden: 2 }, hidden: 3, get made() { return 4 } })")?;
        let number = |name| call::property(&object, name).map(|value| value.as_int());
        assert_eq!(number(c"seen")?, Some(1));
        assert_eq!(number(c"hidden")?, Some(3));
        assert_eq!(number(c"made")?, Some(4));
        assert_eq!(number(c"absent")?, None);
        assert_eq!(Key::new(ctx, "hidden")?.of(&object)?.as_int(), Some(3));
        Ok(())
    });
}

#[test]
fn a_name_means_the_same_property_in_each_world_of_a_thread() {
    // The second world has atoms of its own: a key of the first would be another name there.
    for unrelated in ["", "var one, two, three;"] {
        in_world(|ctx| {
            ctx.eval::<(), _>(unrelated)?;
            let object: Value<'_> = ctx.eval("({ wanted: 'yes', other: 'no' })")?;
            let wanted: String = call::property(&object, c"wanted")?.get()?;
            assert_eq!(wanted, "yes");
            Ok(())
        });
    }
}

#[test]
fn more_names_than_are_kept_at_hand_are_all_found() {
    macro_rules! names {
        ($($name:literal)*) => { [$($name),*] };
    }
    let names =
        names!(c"a" c"b" c"c" c"d" c"e" c"f" c"g" c"h" c"i" c"j" c"k" c"l" c"m" c"n" c"o" c"p");
    // Leaked texts stand at many different addresses.
    let many: Vec<&'static std::ffi::CStr> = (0..64)
        .flat_map(|_| names)
        .map(|name| &*Box::leak(name.to_owned().into_boxed_c_str()))
        .collect();
    in_world(|ctx| {
        let object: Value<'_> = ctx.eval(
            "Object.fromEntries([...'abcdefghijklmnop'].map(letter => [ letter, letter.charCodeAt() ]))",
        )?;
        for _ in 0..2 {
            for name in &many {
                let value = call::property(&object, name)?.as_int();
                assert_eq!(value, name.to_bytes().first().map(|&letter| letter.into()));
            }
        }
        Ok(())
    });
}

#[test]
fn a_key_assigns_as_strict_code_does() {
    in_world(|ctx| {
        let object: Value<'_> = ctx.eval("({ set twice(value) { this.kept = value * 2 } })")?;
        call::set_property(&object, c"twice", &Value::new_int(ctx.clone(), 4))?;
        assert_eq!(call::property(&object, c"kept")?.as_int(), Some(8));

        let frozen: Value<'_> = ctx.eval("Object.freeze({ kept: 1 })")?;
        let refused = call::set_property(&frozen, c"kept", &Value::new_int(ctx.clone(), 2));
        let thrown: Value<'_> = errors::caught(ctx, refused.expect_err("it is frozen"));
        let name: String = call::property(&thrown, c"name")?.get()?;
        assert_eq!(name, "TypeError");
        Ok(())
    });
}

#[test]
fn what_a_getter_throws_comes_through() {
    in_world(|ctx| {
        let object: Value<'_> = ctx.eval("({ get broken() { throw new RangeError('no') } })")?;
        let error = call::property(&object, c"broken").expect_err("it throws");
        let thrown: Value<'_> = errors::caught(ctx, error);
        let message: String = call::property(&thrown, c"message")?.get()?;
        assert_eq!(message, "no");
        Ok(())
    });
}

#[test]
fn names_that_come_as_text_are_found_while_a_getter_looks_for_others() {
    in_world(|ctx| {
        let object: Value<'_> = ctx.eval(
            "const letters = [...Array(500).keys()].map(n => `name${n}`); \
             Object.fromEntries(letters.map((name, n) => [ name, n ]))",
        )?;
        for round in 0..3 {
            for number in 0..500 {
                let found = call::member(&object, &format!("name{number}"))?;
                assert_eq!(found.as_int(), Some(number), "round {round}");
            }
        }
        assert!(call::member(&object, "name500")?.is_undefined());
        let ask = |inner: Value<'_>| call::member(&inner, "same").map(|found| found.as_int());
        ctx.globals().set("ask", Function::new(ctx.clone(), ask)?)?;
        let nested: Value<'_> = ctx.eval("({ get same() { return ask({ same: 7 }) + 1 } })")?;
        assert_eq!(call::member(&nested, "same")?.as_int(), Some(8));
        Ok(())
    });
}
