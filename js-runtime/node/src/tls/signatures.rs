//! Whether a peer has the key of the certificate that it shows. As OpenSSL under Node, the handshake goes on with a certificate that
//! nobody trusts: [`super::trust`] says afterwards what is wrong with it, and JavaScript decides (`rejectUnauthorized`).

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use super::{provider, version_one};

#[derive(Debug)]
pub(super) struct Signatures {
    algorithms: WebPkiSupportedAlgorithms,
    /// Authorities that a client is told of, so that it can choose among its certificates.
    hints: Vec<DistinguishedName>,
    /// Whether a client must show one.
    demanded: bool,
}

impl Signatures {
    fn new(hints: Vec<DistinguishedName>, demanded: bool) -> Signatures {
        Signatures {
            algorithms: provider::algorithms(),
            hints,
            demanded,
        }
    }

    /// A server's. One for all connections: rustls resumes no session that began with another.
    pub(super) fn of_servers() -> Arc<Signatures> {
        static ONE: OnceLock<Arc<Signatures>> = OnceLock::new();
        Arc::clone(ONE.get_or_init(|| Arc::new(Signatures::new(Vec::new(), true))))
    }

    pub(super) fn of_clients(hints: Vec<DistinguishedName>, demanded: bool) -> Arc<Signatures> {
        Arc::new(Signatures::new(hints, demanded))
    }
}

/// What both sides' verifiers ask alike.
macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            match version_one::parse(cert) {
                Some(cert) => version_one::verify12(message, &cert, dss, &self.algorithms),
                None => verify_tls12_signature(message, cert, dss, &self.algorithms),
            }
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            match version_one::parse(cert) {
                Some(cert) => version_one::verify13(message, &cert, dss, &self.algorithms),
                None => verify_tls13_signature(message, cert, dss, &self.algorithms),
            }
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.algorithms.supported_schemes()
        }
    };
}

impl ServerCertVerifier for Signatures {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    signatures!();
}

impl ClientCertVerifier for Signatures {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn client_auth_mandatory(&self) -> bool {
        self.demanded
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    signatures!();
}
