//! Classes: Rust values behind JavaScript objects.

use std::any::{Any, TypeId};
use std::ffi::CStr;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use coddle_egg::units;
use coddle_engine::class::{self, ClassId, Native, call};
use coddle_engine::rquickjs::{Ctx, Object, Value};
use coddle_engine::{Kept, convert};

use super::Error;
use super::call::Call;
use super::function::{self, Callee, Function};
use super::local::Local;
use super::members::{Member, Members};
use super::value::IntoValue;

/// The Rust value behind an instance of one of the extension's classes: as a parameter it takes an argument that is one, as a
/// result it becomes a new object of the class.
///
/// ```
/// use coddle::extension::{Extension, Instance, This};
///
/// struct Point { x: f64, y: f64 }
///
/// let extension = Extension::new("geometry").module("geometry", |module| {
///     module
///         .class::<Point>("Point", |class| {
///             class
///                 .constructor(|x: f64, y: f64| Point { x, y })
///                 .getter("x", |This(point): This<Point>| point.x)
///                 .getter("y", |This(point): This<Point>| point.y)
///         })
///         .function("middle", |a: Instance<Point>, b: Instance<Point>| {
///             Instance::new(Point { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 })
///         })
/// });
/// ```
#[derive(Debug)]
pub struct Instance<T>(pub(crate) Rc<T>);

impl<T> Instance<T> {
    /// A value that will be behind a new object.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::Instance;
    ///
    /// struct Point(f64, f64);
    ///
    /// let extension = Extension::new("plane").module("plane", |module| {
    ///     module
    ///         .class::<Point>("Point", |class| class)
    ///         .function("middle", |a: Instance<Point>, b: Instance<Point>| {
    ///             Instance::new(Point((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0))
    ///         })
    /// });
    /// ```
    pub fn new(value: T) -> Instance<T> {
        Instance(Rc::new(value))
    }
}

impl<T> Clone for Instance<T> {
    fn clone(&self) -> Self {
        Instance(Rc::clone(&self.0))
    }
}

impl<T> Deref for Instance<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What is behind an object of an extension's class.
struct Behind(Rc<dyn Any>);

impl Native for Behind {
    const ID: ClassId = ClassId::new(301);
    const NAME: &'static CStr = c"Object";
}

/// The `T` behind an object, or behind one that it inherits from.
pub(crate) fn behind<T: 'static>(value: &Value<'_>) -> Option<Rc<T>> {
    let object = class::find::<Behind>(value)?;
    let behind = class::get::<Behind>(&object)?;
    Rc::clone(&behind.0).downcast().ok()
}

/// A new object of `T`'s class.
pub(crate) fn object<'js, T: 'static>(
    ctx: &Ctx<'js>,
    value: Rc<T>,
    local: &Local,
) -> Result<Value<'js>, Error> {
    let class = local
        .classes
        .borrow()
        .get(&TypeId::of::<T>())
        .and_then(|class| class.get(ctx));
    let Some(class) = class else {
        return Err(Error::misuse(format!(
            "no class for {} has been required yet: add one to a module, and require that first",
            std::any::type_name::<T>()
        )));
    };
    let failed = |error| Error::of_engine(ctx, error);
    let proto = call::property(&class, c"prototype").map_err(failed)?;
    make(ctx, &proto, value)
}

fn make<'js>(ctx: &Ctx<'js>, proto: &Value<'js>, value: Rc<dyn Any>) -> Result<Value<'js>, Error> {
    class::register::<Behind>(ctx);
    let Some(proto) = proto.as_object() else {
        return Err(Error::invalid_argument("the class has no prototype"));
    };
    class::create(ctx, proto, Behind(value))
        .map(Object::into_value)
        .map_err(|error| Error::of_engine(ctx, error))
}

/// Describes a class; see [`Members::class`].
///
/// ```
/// # use coddle::Extension;
/// # use coddle::extension::{Instance, This};
/// # struct Point(f64, f64);
/// let extension = Extension::new("plane").module("plane", |module| {
///     module.class::<Point>("Point", |class| {
///         class.constructor(|x: f64, y: f64| Point(x, y)).getter("x", |this: This<Point>| this.0.0)
///     })
/// });
/// ```
pub struct Class<T> {
    pub(crate) type_id: TypeId,
    constructor: Option<Arc<dyn Callee>>,
    members: Members,
    statics: Members,
    of: PhantomData<fn() -> T>,
}

/// A class with its type erased.
#[derive(Clone)]
pub(crate) struct ClassParts {
    type_id: TypeId,
    constructor: Option<Arc<dyn Callee>>,
    pub(crate) members: Members,
    pub(crate) statics: Members,
}

impl<T: 'static> Class<T> {
    pub(crate) fn new() -> Class<T> {
        Class {
            type_id: TypeId::of::<T>(),
            constructor: None,
            members: Members::default(),
            statics: Members::default(),
            of: PhantomData,
        }
    }

    pub(crate) fn into_parts(self) -> ClassParts {
        ClassParts {
            type_id: self.type_id,
            constructor: self.constructor,
            members: self.members,
            statics: self.statics,
        }
    }

    /// What `new` runs: it gives the Rust value, or a `Result` of it. Without a constructor only Rust makes instances, as
    /// [`Instance::new`].
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{Instance, This};
    /// # struct Point(f64, f64);
    /// let extension = Extension::new("plane").module("plane", |module| {
    ///     module.class::<Point>("Point", |class| {
    ///         class.constructor(|x: f64, y: f64| Point(x, y))
    ///     })
    /// });
    /// ```
    pub fn constructor<F, M, K>(mut self, function: F) -> Class<T>
    where
        M: 'static,
        K: 'static,
        F: Function<M>,
        F::Output: IntoInstance<T, K>,
    {
        self.constructor = Some(Arc::new(Constructor(function, Of::<M, T, K>::default())));
        self
    }

    /// A method. It gets the Rust value as [`This<T>`](super::This).
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{Instance, This};
    /// # struct Point(f64, f64);
    /// let extension = Extension::new("plane").module("plane", |module| {
    ///     module.class::<Point>("Point", |class| {
    ///         class.method("norm", |this: This<Point>| this.0.0.hypot(this.0.1))
    ///     })
    /// });
    /// ```
    pub fn method<F, M, R>(mut self, name: &str, function: F) -> Class<T>
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.members = self.members.function(name, function);
        self
    }

    /// A method that returns a promise.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{Instance, This};
    /// # struct Point(f64, f64);
    /// let extension = Extension::new("plane").module("plane", |module| {
    ///     module.class::<Point>("Point", |class| {
    ///         class.async_method("later", |this: This<Point>| async move { this.0.0 })
    ///     })
    /// });
    /// ```
    pub fn async_method<F, M, R>(mut self, name: &str, function: F) -> Class<T>
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: Future + 'static,
        <F::Output as Future>::Output: IntoValue<R> + 'static,
    {
        self.members = self.members.async_function(name, function);
        self
    }

    /// A read-only property.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{Instance, This};
    /// # struct Point(f64, f64);
    /// let extension = Extension::new("plane").module("plane", |module| {
    ///     module.class::<Point>("Point", |class| {
    ///         class.getter("y", |this: This<Point>| this.0.1)
    ///     })
    /// });
    /// ```
    pub fn getter<F, M, R>(mut self, name: &str, function: F) -> Class<T>
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.members = self.members.getter(name, function);
        self
    }

    /// A function of the class itself, `Point.parse(text)`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{Instance, This};
    /// # struct Point(f64, f64);
    /// let extension = Extension::new("plane").module("plane", |module| {
    ///     module.class::<Point>("Point", |class| {
    ///         class.static_function("origin", || Instance::new(Point(0.0, 0.0)))
    ///     })
    /// });
    /// ```
    pub fn static_function<F, M, R>(mut self, name: &str, function: F) -> Class<T>
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.statics = self.statics.function(name, function);
        self
    }
}

impl<T> std::fmt::Debug for Class<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Class")
            .field("members", &self.members)
            .finish_non_exhaustive()
    }
}

/// What a constructor may return: the value, or a `Result` of it. The marker `K` is inferred.
///
/// ```
/// # use coddle::Extension;
/// let extension = Extension::new("ports").module("ports", |module| {
///     // the constructor throws what parsing fails with
///     module.class::<u16>("Port", |class| {
///         class.constructor(|text: String| Ok::<u16, coddle::extension::Error>(text.parse()?))
///     })
/// });
/// ```
pub trait IntoInstance<T, K> {
    #[doc(hidden)]
    fn into_instance(self) -> Result<T, Error>;
}

/// Marks a constructor that cannot fail. See [`IntoInstance`].
#[derive(Debug)]
pub enum Infallible {}

/// Marks a constructor that can fail. See [`IntoInstance`].
#[derive(Debug)]
pub enum Fallible {}

impl<T> IntoInstance<T, Infallible> for T {
    fn into_instance(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<T> IntoInstance<T, Fallible> for Result<T, Error> {
    fn into_instance(self) -> Result<T, Error> {
        self
    }
}

/// `(prototype, ...arguments)`.
struct Constructor<F, M, T, K>(F, Of<M, T, K>);

/// Of which parameters, value and result a constructor is.
type Of<M, T, K> = PhantomData<fn() -> (M, T, K)>;

impl<F, M, T, K> Callee for Constructor<F, M, T, K>
where
    T: 'static,
    F: Function<M>,
    F::Output: IntoInstance<T, K>,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let proto = call.args.get(0);
        call.first = 1;
        call.next = 1;
        let parameters = F::take(call)?;
        let value = self.0.apply(parameters).into_instance()?;
        make(call.ctx, &proto, Rc::new(value))
    }
}

/// Refuses `new`: only Rust makes instances.
struct Unconstructible;

impl Callee for Unconstructible {
    fn call<'js>(&self, _: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        Err(Error::misuse("Illegal constructor").with_name("TypeError"))
    }
}

impl ClassParts {
    /// Makes the class.
    pub(crate) fn create<'js>(
        &self,
        ctx: &Ctx<'js>,
        local: &Rc<Local>,
        name: &str,
        place: &str,
    ) -> Result<Value<'js>, Error> {
        let failed = |error| Error::of_engine(ctx, error);
        let constructor = self
            .constructor
            .clone()
            .unwrap_or_else(|| Arc::new(Unconstructible));
        let construct = function::create(ctx, local, &constructor, name, &format!("new {place}"))
            .map_err(failed)?;
        let class = units::shape(
            ctx,
            "classOf",
            &[
                convert::to_js(ctx, name)?,
                construct,
                self.members.list(ctx, local, place)?,
                self.statics.list(ctx, local, place)?,
            ],
        )
        .map_err(failed)?;
        local
            .classes
            .borrow_mut()
            .insert(self.type_id, Kept::new(&class));
        Ok(class)
    }
}

impl Member {
    /// The member of a class.
    pub(crate) fn of_class<T: 'static>(class: Class<T>) -> Member {
        Member::Class(class.into_parts())
    }
}
