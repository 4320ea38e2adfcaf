//! Where members can go.

/// egg's objects that can be given members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Application,
    Agent,
    Context,
    Request,
    Response,
    Helper,
}

impl Target {
    pub(super) const ALL: [Target; 6] = [
        Target::Application,
        Target::Agent,
        Target::Context,
        Target::Request,
        Target::Response,
        Target::Helper,
    ];

    /// The file under `app/extend`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Target::Application => "application",
            Target::Agent => "agent",
            Target::Context => "context",
            Target::Request => "request",
            Target::Response => "response",
            Target::Helper => "helper",
        }
    }

    /// What applications call it.
    pub(super) fn place(self) -> &'static str {
        match self {
            Target::Application => "app",
            Target::Agent => "agent",
            Target::Context => "ctx",
            Target::Request => "ctx.request",
            Target::Response => "ctx.response",
            Target::Helper => "ctx.helper",
        }
    }
}
