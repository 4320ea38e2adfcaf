//! The certificates that a side shows of itself, each with its key; the peer's algorithms choose among them.

use std::sync::{Arc, OnceLock};

use rustls::SignatureScheme;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::CertificateDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

#[derive(Debug, Default)]
pub(super) struct Identities(pub(super) Vec<Arc<CertifiedKey>>);

impl Identities {
    fn choose(&self, schemes: &[SignatureScheme]) -> Option<&Arc<CertifiedKey>> {
        self.0
            .iter()
            .find(|one| one.key.choose_scheme(schemes).is_some())
    }

    /// Whether both show the same.
    pub(super) fn are(&self, others: &Identities) -> bool {
        let chains = |identities: &Identities| -> Vec<Vec<CertificateDer<'static>>> {
            identities.0.iter().map(|one| one.cert.clone()).collect()
        };
        chains(self) == chains(others)
    }
}

/// What a server shows to one client.
#[derive(Debug)]
pub(super) struct Chosen {
    among: Arc<Identities>,
    chosen: OnceLock<Arc<CertifiedKey>>,
}

impl Chosen {
    pub(super) fn new(among: Arc<Identities>) -> Chosen {
        Chosen {
            among,
            chosen: OnceLock::new(),
        }
    }

    /// The first one where none had to be chosen, as in a session that was taken up again.
    pub(super) fn get(&self) -> Option<Arc<CertifiedKey>> {
        self.chosen.get().or_else(|| self.among.0.first()).cloned()
    }
}

impl ResolvesServerCert for Chosen {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let own = ResolvesServerCert::resolve(&*self.among, hello)?;
        Some(Arc::clone(self.chosen.get_or_init(|| own)))
    }
}

impl ResolvesServerCert for Identities {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // Where none fits the first one is shown: rustls tells the client why that fails.
        self.choose(hello.signature_schemes())
            .or_else(|| self.0.first())
            .cloned()
    }
}

impl ResolvesClientCert for Identities {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.choose(schemes).cloned()
    }

    fn has_certs(&self) -> bool {
        !self.0.is_empty()
    }
}
