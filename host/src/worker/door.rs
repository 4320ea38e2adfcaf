//! Where the clients of a worker come in.

use super::{Settings, Source, Started};
use crate::Error;
use crate::http::Tls;
use crate::listener::{self, Accepting, Address};

/// A worker's listener, and what it speaks.
pub(crate) struct Door {
    /// `None`: connections come from the master, or not at all.
    pub(crate) listener: Option<Accepting>,
    pub(crate) address: Option<Address>,
    /// It speaks HTTPS.
    pub(crate) tls: Option<Tls>,
}

impl Door {
    /// Opens what `source` and the configuration of the application say.
    ///
    /// # Errors
    /// When the address cannot be listened on, or the files of HTTPS are not what they should be.
    pub(crate) fn open(
        source: Source,
        started: &Started,
        settings: &Settings,
    ) -> Result<Door, Error> {
        let https = started.cluster.https(settings.https.as_ref())?;
        let tls = https.as_ref().map(Tls::load).transpose()?;
        let (listener, address) = match source {
            Source::Open(listener, address, place) => (listener.into_tokio()?.at(place), address),
            Source::Listen(listen, early) => {
                let config = started.cluster.listen.as_ref();
                let (listener, address) = match early {
                    Some(early) if !listen.is_overruled_by(config) => early,
                    _ => listener::open(&listen.or(config))?,
                };
                (listener.into_tokio()?, address)
            }
            Source::Elsewhere => {
                return Ok(Door {
                    listener: None,
                    address: None,
                    tls,
                });
            }
        };
        Ok(Door {
            listener: Some(listener),
            address: Some(address),
            tls,
        })
    }
}
