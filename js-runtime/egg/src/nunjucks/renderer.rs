//! Templates of one application, compiled once.

use std::cell::RefCell;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use coddle_engine::rquickjs::{self, Ctx, Value as JsValue};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::lexer::WhiteSpace;
use super::refusal::Refusal;
use super::support::Rendered;
use super::translate::{self, Custom};
use super::{filters, operators, output, support};

/// `config.nunjucks`, and what the application has added.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) autoescape: bool,
    pub(super) throw_on_undefined: bool,
    pub(super) white_space: WhiteSpace,
    /// Whether templates are kept once they are compiled.
    pub(super) cache: bool,
    pub(super) custom: Custom,
}

#[derive(Debug)]
pub(super) struct Renderer {
    options: Options,
    environment: RefCell<Rc<Environment<'static>>>,
}

/// Why a rendering failed.
#[derive(Debug)]
pub(super) struct Failure<'js> {
    /// The template, as it was asked for.
    pub(super) template: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) message: String,
    /// What JavaScript has thrown.
    pub(super) thrown: Option<JsValue<'js>>,
}

impl Renderer {
    pub(super) fn new(options: Options) -> Renderer {
        let environment = RefCell::new(Rc::new(environment(&options)));
        Renderer {
            options,
            environment,
        }
    }

    /// Forgets what was compiled.
    pub(super) fn clear(&self) {
        self.environment
            .replace(Rc::new(environment(&self.options)));
    }

    /// The environment for one rendering. A rendering that goes on keeps its own.
    fn environment(&self) -> Rc<Environment<'static>> {
        if !self.options.cache {
            self.clear();
        }
        Rc::clone(&self.environment.borrow())
    }

    /// Renders the template `name`.
    pub(super) fn render<'js>(
        &self,
        ctx: &Ctx<'js>,
        support: &JsValue<'js>,
        name: &str,
        locals: &JsValue<'js>,
    ) -> rquickjs::Result<Result<String, Failure<'js>>> {
        let environment = self.environment();
        let rendered = support::rendering(ctx, support, locals, |locals| {
            environment.get_template(name)?.render(locals)
        });
        outcome(rendered?)
    }

    /// Renders `text`, whose relative includes are beside `path`.
    pub(super) fn render_string<'js>(
        &self,
        ctx: &Ctx<'js>,
        support: &JsValue<'js>,
        text: &str,
        locals: &JsValue<'js>,
        path: Option<&str>,
    ) -> rquickjs::Result<Result<String, Failure<'js>>> {
        let environment = self.environment();
        let name = path.unwrap_or(UNNAMED);
        let options = &self.options;
        let rendered = support::rendering(ctx, support, locals, |locals| {
            let source = translate::translate(text, options.white_space, &options.custom, false)
                .map_err(|refusal| refused(name, &refusal))?;
            environment.render_named_str(name, &source, locals)
        });
        outcome(rendered?)
    }
}

/// nunjucks' word for the path of a text.
const UNNAMED: &str = "unknown path";

fn outcome<'js>(
    rendered: Rendered<'js, Result<String, Error>>,
) -> rquickjs::Result<Result<String, Failure<'js>>> {
    let Rendered {
        result,
        thrown,
        missing,
    } = rendered;
    Ok(result.map_err(|error| {
        // The innermost error knows the place.
        let mut found = &error;
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            if let Some(inner) = inner.downcast_ref::<Error>() {
                found = inner;
            }
            if let Some(Refused { template, refusal }) = inner.downcast_ref() {
                return Failure {
                    template: Some(template.clone()),
                    line: Some(refusal.line),
                    message: refusal.message.clone(),
                    thrown: None,
                };
            }
            source = inner.source();
        }
        Failure {
            template: found.name().map(str::to_owned),
            line: found.line().and_then(|line| u32::try_from(line).ok()),
            message: match (found.kind(), missing, found.detail()) {
                (ErrorKind::TemplateNotFound, Some(name), _) => {
                    format!("Error: template not found: {name}")
                }
                (_, _, Some(detail)) => detail.to_owned(),
                (kind, _, None) => kind.to_string(),
            },
            thrown,
        }
    }))
}

/// A refusal on its way through minijinja.
#[derive(Debug)]
struct Refused {
    template: String,
    refusal: Refusal,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({}) {}", self.template, self.refusal)
    }
}

impl std::error::Error for Refused {}

fn refused(template: &str, refusal: &Refusal) -> Error {
    let source = Refused {
        template: template.to_owned(),
        refusal: refusal.clone(),
    };
    Error::new(ErrorKind::SyntaxError, refusal.message.clone()).with_source(source)
}

fn environment(options: &Options) -> Environment<'static> {
    let mut env = Environment::empty();
    let syntax = SyntaxConfig::builder()
        .block_delimiters(translate::BLOCK.0, translate::BLOCK.1)
        .variable_delimiters(translate::VARIABLE.0, translate::VARIABLE.1)
        .comment_delimiters(translate::COMMENT.0, translate::COMMENT.1)
        .keep_trailing_newline(true)
        .build()
        .expect("the delimiters differ");
    env.set_syntax(syntax);
    // What is safe is told apart whether it matters or not: macros and `super()` give safe text.
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_undefined_behavior(UndefinedBehavior::Chainable);
    env.set_path_join_callback(|name, parent| beside(name, parent).into());
    output::install(&mut env, options.autoescape, options.throw_on_undefined);
    operators::install(&mut env);
    filters::install(&mut env);
    let options = options.clone();
    env.set_loader(move |name| load(name, &options));
    env
}

/// What `./` and `../` in front of a template's name mean in the template `parent`.
fn beside(name: &str, parent: &str) -> String {
    let (mark, plain) = match name.strip_prefix(translate::IMPORTED) {
        Some(plain) => (translate::IMPORTED, plain),
        None => ("", name),
    };
    if !plain.starts_with("./") && !plain.starts_with("../") {
        return name.to_owned();
    }
    let parent = parent.strip_prefix(translate::IMPORTED).unwrap_or(parent);
    let mut path = PathBuf::new();
    let folder = Path::new(parent).parent().unwrap_or(Path::new(""));
    for component in folder.join(plain).components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    format!("{mark}{}", path.display())
}

fn load(name: &str, options: &Options) -> Result<Option<String>, Error> {
    let (plain, imported) = match name.strip_prefix(translate::IMPORTED) {
        Some(plain) => (plain, true),
        None => (name, false),
    };
    let source = support::ask(c"load", &[&Value::from(plain)])?;
    let Some(source) = source.as_str() else {
        support::missing(plain);
        return Ok(None);
    };
    translate::translate(source, options.white_space, &options.custom, imported)
        .map(Some)
        .map_err(|refusal| refused(plain, &refusal))
}
