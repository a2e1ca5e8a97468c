//! A server that cannot prove who it is gets no request, and so no key.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};

use base64::prelude::{BASE64_STANDARD, Engine};
use dataforce::{CollectionType, ErrorKind};
use rcgen::CertifiedKey;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::{brief, builder};
use dataforce_fault_tests::{Version, on_both_versions};

on_both_versions!(
    #[tokio::test]
    a_server_whose_certificate_nobody_vouches_for_is_told_nothing,
    a_certificate_is_good_for_its_host_only_and_an_own_client_may_trust_it,
);

/// A server with a self-signed certificate for `localhost`. It responds with an empty list.
pub(crate) struct SelfSigned {
    certificate: Vec<u8>,
    port: u16,
    /// What it was told behind the encryption.
    heard: Arc<Mutex<String>>,
}

/// Returns a certificate of its own making, for `localhost`, and how a server uses it.
pub(crate) fn self_signed() -> (Vec<u8>, ServerConfig) {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (cert.der().to_vec(), config)
}

impl SelfSigned {
    pub(crate) fn start(version: Version) -> Self {
        let (certificate, config) = self_signed();
        let config = Arc::new(config);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<String>>::default();
        let hearing = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream.unwrap());
                let mut request = [0; 4096];
                if let Ok(read) = stream.read(&mut request) {
                    let text = String::from_utf8_lossy(&request[..read]);
                    hearing.lock().unwrap().push_str(&text);
                    let body = version.list("");
                    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length";
                    let response = format!("{head}: {}\r\n\r\n{body}", body.len());
                    let _ = stream.write_all(response.as_bytes());
                }
            }
        });
        Self {
            certificate,
            port,
            heard,
        }
    }

    pub(crate) fn base_url(&self, host: &str) -> String {
        format!("https://{host}:{}", self.port)
    }

    /// What it was told behind the encryption.
    pub(crate) fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }

    /// The certificate, for a file.
    pub(crate) fn pem(&self) -> String {
        let text = BASE64_STANDARD.encode(&self.certificate);
        format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
    }
}

async fn a_server_whose_certificate_nobody_vouches_for_is_told_nothing(version: Version) {
    let server = SelfSigned::start(version);
    for host in ["localhost", "127.0.0.1"] {
        let client = builder(version, &format!("https://{host}:{}", server.port))
            .retry(brief().max_attempts(2))
            .build()
            .unwrap();
        let error = client.collections().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Certificate, "{error}");
        assert!(error.to_string().contains("certificate"), "{error}");
        let create = client.collections().create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert!(!error.outcome_unknown(), "{error}");
    }
    assert_eq!(*server.heard.lock().unwrap(), "");
}

async fn a_certificate_is_good_for_its_host_only_and_an_own_client_may_trust_it(version: Version) {
    let server = SelfSigned::start(version);
    let certificate = reqwest::Certificate::from_der(&server.certificate).unwrap();
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate]);
    let http = http.build().unwrap();
    let client = |host| {
        let builder =
            builder(version, &format!("https://{host}:{}", server.port)).http_client(http.clone());
        builder.build().unwrap()
    };
    let error = client("127.0.0.1").collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Certificate, "{error}");
    assert_eq!(*server.heard.lock().unwrap(), "");
    client("localhost").collections().list().await.unwrap();
    assert!(server.heard.lock().unwrap().contains("Bearer"));
}
