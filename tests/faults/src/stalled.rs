//! A port where connections are neither made nor refused.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// A port with a short queue of new connections. Once that is full, further ones are not answered, as by a host that is
/// away. This is how Linux treats a full queue.
pub struct StalledPort {
    listener: TcpListener,
    waiting: Vec<TcpStream>,
}

impl StalledPort {
    /// Listens on a free port.
    #[must_use]
    pub fn open() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        Self {
            listener: socket.listen(1).unwrap(),
            waiting: Vec::new(),
        }
    }

    /// The URL of the port.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address())
    }

    fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap()
    }

    /// Takes the next connection.
    pub async fn accept(&self) -> TcpStream {
        self.listener.accept().await.unwrap().0
    }

    /// Fills the queue.
    ///
    /// # Panics
    ///
    /// If it has no end.
    pub async fn stall(&mut self) {
        for _ in 0..100 {
            let connecting = TcpStream::connect(self.address());
            match tokio::time::timeout(Duration::from_millis(500), connecting).await {
                Ok(stream) => self.waiting.push(stream.unwrap()),
                Err(_) => return,
            }
        }
        panic!("100 connections wait at {}, and more can", self.address());
    }

    /// Accepts all connections from now on, and responds to whatever they send with these bytes.
    pub async fn serve(self, answer: &str) {
        let mut conversations = JoinSet::new();
        loop {
            let mut stream = self.accept().await;
            let answer = answer.to_owned();
            conversations.spawn(async move {
                let mut request = [0; 4096];
                while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    }
}
