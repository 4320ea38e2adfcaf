//! Own properties that native objects compute when somebody looks, and classes of JavaScript that extend a native one.

use std::ffi::CStr;

use coddle_engine::class::{self, ClassId, Gone, Native, OwnProperty, Slot, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use coddle_engine::{Limits, World};

#[derive(Default)]
struct Base {
    kept: Slot,
    gone: Gone,
}

impl Native for Base {
    const ID: ClassId = ClassId::new(910);
    const NAME: &'static CStr = c"Object";
    const OWN: &'static [OwnProperty<Base>] = &[
        OwnProperty {
            name: "kept",
            has: |_| true,
            get: |ctx, base, _| Ok(base.kept.get_or_undefined(ctx)),
            set: Some(|_, base, _, value| {
                base.kept.set(&value);
                Ok(())
            }),
        },
        OwnProperty {
            name: "name",
            has: |_| true,
            get: |_, _, object| call::property(&call::property(object, c"owner")?, c"name"),
            set: None,
        },
        OwnProperty {
            name: "late",
            has: |base| !base.kept.is_empty(),
            get: |ctx, _, _| call::string(ctx, "late"),
            set: None,
        },
    ];

    fn gone(&self) -> &Gone {
        &self.gone
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.kept);
    }
}

/// What `script` gives; `Base` is a global.
fn run(script: &str) -> String {
    let world = World::new(Limits::default(), Vec::new()).expect("a world");
    let result = world.turn(|ctx: &Ctx<'_>| -> Result<String> {
        let base: Object<'_> = class::constructor::<Base>(ctx, "Base", "owner")?;
        ctx.globals().set("Base", base)?;
        let value: Value<'_> = ctx.eval(format!(
            "const o = new Base({{ name: 'n' }}); JSON.stringify({script})"
        ))?;
        value.get()
    });
    result.expect("the script runs")
}

#[test]
fn they_are_listed_after_what_is_stored() {
    assert_eq!(run("Object.keys(o)"), r#"["owner","kept","name"]"#);
    assert_eq!(
        run("(o.kept = 1, Object.keys(o))"),
        r#"["owner","kept","name","late"]"#
    );
    assert_eq!(run("{ ...o }"), r#"{"owner":{"name":"n"},"name":"n"}"#);
    assert_eq!(
        run("['name', 'late', 'other'].map(name => [Object.hasOwn(o, name), name in o])"),
        "[[true,true],[false,false],[false,false]]"
    );
}

#[test]
fn they_are_data() {
    assert_eq!(
        run("Object.getOwnPropertyDescriptor(o, 'name')"),
        r#"{"value":"n","writable":true,"enumerable":true,"configurable":true}"#
    );
}

#[test]
fn an_assigned_value_is_the_class_s_to_keep_or_stored() {
    assert_eq!(run("(o.kept = { a: 1 }, o.kept)"), r#"{"a":1}"#);
    assert_eq!(
        run("(o.name = 'mine', o.owner = null, [o.name, Object.keys(o)])"),
        r#"["mine",["owner","name","kept"]]"#
    );
    assert_eq!(
        run("Object.getOwnPropertyDescriptor(Object.assign(o, { name: 2 }), 'name')"),
        r#"{"value":2,"writable":true,"enumerable":true,"configurable":true}"#
    );
}

#[test]
fn other_properties_are_stored_as_ever() {
    assert_eq!(
        run("(o.more = 1, o[0] = 2, o.more++, delete o.other, Object.keys(o))"),
        r#"["0","owner","more","kept","name"]"#
    );
}

#[test]
fn a_deleted_one_is_gone_until_it_is_defined_again() {
    assert_eq!(
        run(
            "[delete o.name, o.name === undefined, 'name' in o, (o.name = 1, o.name), Object.keys(o)]"
        ),
        r#"[true,true,false,1,["owner","name","kept"]]"#
    );
    assert_eq!(
        run("(delete o.kept, o.kept = 5, [o.kept, Object.keys(o)])"),
        r#"[5,["owner","kept","name","late"]]"#
    );
}

#[test]
fn a_descriptor_changes_what_it_names_only() {
    assert_eq!(
        run(
            "[Object.defineProperty(o, 'name', { enumerable: false }).name, Object.keys(o), Object.getOwnPropertyDescriptor(o, 'name')]"
        ),
        r#"["n",["owner","kept"],{"value":"n","writable":true,"enumerable":false,"configurable":true}]"#
    );
    assert_eq!(
        run(
            "[Object.defineProperty(o, 'kept', { get: () => 7 }).kept, Object.getOwnPropertyNames(o)]"
        ),
        r#"[7,["owner","kept","name"]]"#
    );
}

#[test]
fn an_object_that_inherits_from_one_reads_and_shadows() {
    assert_eq!(
        run(
            "(() => { const child = Object.create(o); child.kept = 3; return [child.name, Object.keys(child), o.kept === undefined]; })()"
        ),
        r#"["n",["kept"],true]"#
    );
}

#[test]
fn classes_extend_the_constructor() {
    assert_eq!(
        run("(() => { class Mine extends Base { #secret = 4; get secret() { return this.#secret; } }
             const mine = new (class More extends Mine {})({ name: 'm' });
             return [mine instanceof Base, mine.secret, mine.name, Object.keys(mine), Object.prototype.toString.call(mine)]; })()"),
        r#"[true,4,"m",["owner","kept","name"],"[object Object]"]"#
    );
    assert_eq!(
        run("(() => { try { Base({}); } catch (error) { return error.name; } })()"),
        r#""TypeError""#
    );
}
