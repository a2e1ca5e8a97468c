//! HTTP without a library, so that tests control and see every byte.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use dataforce_emulator::{ApiVersion, Emulator};
use serde_json::Value;

/// A connection to an emulator.
pub(crate) struct Connection(BufReader<TcpStream>);

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Panics unless status and body are these.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16, body: &str) -> &Self {
        assert_eq!((self.status, self.text()), (status, body));
        self
    }
}

impl Connection {
    pub(crate) fn to(emulator: &Emulator) -> Self {
        Self::at(emulator.address())
    }

    pub(crate) fn at(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        // Long enough for any machine: a test that waits for it has failed.
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends the bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: emulator.test\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            request += &format!("content-length: {}\r\n", body.len());
        }
        request += "\r\n";
        self.write(&[request.as_bytes(), body].concat());
    }

    /// Reads the head of a response; its body is still to come.
    pub(crate) fn head(&mut self) -> io::Result<Reply> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            headers.push((name.to_owned(), value.to_owned()));
        }
        Ok(Reply {
            status,
            headers,
            body: Vec::new(),
        })
    }

    /// Reads a response whose body has a known length.
    pub(crate) fn receive(&mut self) -> io::Result<Reply> {
        let mut reply = self.head()?;
        let length = reply.header("content-length").unwrap_or("0");
        reply.body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut reply.body)?;
        Ok(reply)
    }

    /// Reads this many bytes.
    pub(crate) fn read(&mut self, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads to the end of the connection.
    pub(crate) fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Sends one request with the emulator's key on a new connection.
#[track_caller]
pub(crate) fn call(emulator: &Emulator, method: &str, path: &str, body: &str) -> Reply {
    call_with(emulator, emulator.api_key(), method, path, body)
}

/// Sends one request with this key on a new connection.
#[track_caller]
pub(crate) fn call_with(
    emulator: &Emulator,
    key: &str,
    method: &str,
    path: &str,
    body: &str,
) -> Reply {
    let authorization = format!("Bearer {key}");
    let mut headers = vec![("authorization", authorization.as_str())];
    if !body.is_empty() {
        headers.push(("content-type", "application/json"));
    }
    let mut connection = Connection::to(emulator);
    connection.send(method, path, &headers, body.as_bytes());
    connection.receive().unwrap()
}

/// Returns the path of the collections in the first orbit.
pub(crate) fn collections(emulator: &Emulator) -> String {
    let prefix = match emulator.api_version() {
        ApiVersion::V1 => "/v1",
        _ => "",
    };
    format!(
        "{prefix}/organizations/{}/orbits/{}/collections",
        emulator.organization_id(),
        emulator.orbit_id()
    )
}

/// Returns the path of a collection in the first orbit.
pub(crate) fn collection(emulator: &Emulator, id: impl std::fmt::Display) -> String {
    format!("{}/{id}", collections(emulator))
}
