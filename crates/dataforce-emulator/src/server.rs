//! The thread that listens and serves.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::connection::serve_connection;
use crate::shared::Shared;

/// The stack of the thread, for bodies that are nested as deep as the server accepts.
const STACK: usize = 32 << 20;

/// How long to wait for the port when connections are to be refused.
const RESERVATION_TIMEOUT: Duration = Duration::from_secs(10);

/// Where the thread sends the result of a command. Waiting for it is possible on a runtime, too.
type Done = std::sync::mpsc::Sender<io::Result<()>>;

/// A command from the handle to the thread.
enum Command {
    Refuse(Done),
    Accept(Done),
    /// Finishes the responses under way, for at most this long.
    Stop(Duration),
}

/// The thread that serves.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    commands: mpsc::UnboundedSender<Command>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens, and serves on a new thread: the caller may be on a runtime or not.
    pub(crate) fn start(address: SocketAddr, shared: Arc<Shared>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (commands, queue) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("dataforce-emulator".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                let serving = async {
                    let listener = TcpListener::from_std(listener)?;
                    serve(listener, address, shared, queue).await
                };
                // Everything that can fail was done before the thread began.
                let _: io::Result<()> = runtime.block_on(serving);
            })?;
        Ok(Self {
            address,
            commands,
            thread: Some(thread),
        })
    }

    pub(crate) fn refuse(&self) -> io::Result<()> {
        self.command(Command::Refuse)
    }

    pub(crate) fn accept(&self) -> io::Result<()> {
        self.command(Command::Accept)
    }

    fn command(&self, command: fn(Done) -> Command) -> io::Result<()> {
        let (done, outcome) = std::sync::mpsc::channel();
        let ended = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.commands.send(command(done)).map_err(|_| ended())?;
        outcome.recv().map_err(|_| ended())?
    }

    pub(crate) fn stop(&mut self, grace: Duration) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        // The thread may have ended already.
        let _ = self.commands.send(Command::Stop(grace));
        let _ = thread.join();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop(Duration::ZERO);
    }
}

async fn serve(
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
    mut queue: mpsc::UnboundedReceiver<Command>,
) -> io::Result<()> {
    let mut listener = Some(listener);
    // Holds the port while connections are refused.
    let mut reservation = None;
    let mut connections = JoinSet::new();
    let (stopping, stopped) = watch::channel(false);
    loop {
        let has_room = connections.len() < shared.bounds.connections;
        let accepting = async {
            match &listener {
                Some(listener) if has_room => listener.accept().await,
                // Clients wait in the listener's queue until another connection ends.
                _ => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            command = queue.recv() => match command {
                Some(Command::Refuse(done)) => {
                    connections.abort_all();
                    let mut outcome = Ok(());
                    if listener.take().is_some() {
                        outcome = reserve(address)
                            .await
                            .map(|socket| reservation = Some(socket));
                    }
                    // Aborted connections end only when they are joined.
                    while connections.join_next().await.is_some() {}
                    let _ = done.send(outcome);
                }
                Some(Command::Accept(done)) => {
                    let outcome = match reservation.take() {
                        Some(socket) => socket.listen(1024).map(|socket| listener = Some(socket)),
                        None => Ok(()),
                    };
                    let _ = done.send(outcome);
                }
                Some(Command::Stop(grace)) => {
                    drop(listener.take());
                    let _ = stopping.send(true);
                    let finish = async { while connections.join_next().await.is_some() {} };
                    let _ = tokio::time::timeout(grace, finish).await;
                    return Ok(());
                }
                None => return Ok(()),
            },
            accepted = accepting => {
                match accepted {
                    Ok((stream, _)) => {
                        let (shared, stopped) = (Arc::clone(&shared), stopped.clone());
                        connections.spawn(async move {
                            serve_connection(stream, &shared, stopped).await;
                        });
                    }
                    // The client has gone away, or the system is short of something for a moment.
                    Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Binds the port without listening. An outgoing connection of another program may have been given
/// the port in the meantime, so this tries again while the port is in use.
async fn reserve(address: SocketAddr) -> io::Result<TcpSocket> {
    let until = Instant::now() + RESERVATION_TIMEOUT;
    loop {
        match bind(address) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            outcome => return outcome,
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}
