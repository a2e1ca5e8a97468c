//! The thread that listens, and what it does with a request.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, SERVER};
use http::{HeaderValue, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::answer::Answer;
use crate::connection::{Broken, Fate, Script, Socket, Step};
use crate::endpoints::Behaviour;
use crate::faults::{Effect, Fault, Moment, Schedule};
use crate::history::{Exchange, History, Request, Response};
use crate::routes::{self, Call};
use crate::state::State;

/// Told about each exchange as it ends.
pub(crate) type Observer = Box<dyn Fn(&Exchange) + Send + Sync>;

/// What the server and the handle share.
pub(crate) struct Shared {
    pub(crate) state: Mutex<State>,
    pub(crate) faults: Mutex<Schedule>,
    pub(crate) history: Mutex<History>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) observers: Vec<Observer>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) behaviour: Behaviour,
    pub(crate) latency: Duration,
}

/// Locks; a test that panicked while it held the lock does not take the others with it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the thread says how a command went. Waiting for it is possible on a runtime, too.
type Done = std::sync::mpsc::Sender<io::Result<()>>;

/// What the handle asks of the thread.
enum Command {
    Refuse(Done),
    Accept(Done),
    /// Finishes what is under way, for at most so long.
    Stop(Duration),
}

/// The thread that serves.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    commands: mpsc::UnboundedSender<Command>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens, and serves on a thread of its own: whoever starts or drops an emulator may be on a runtime or not.
    pub(crate) fn start(address: SocketAddr, shared: Arc<Shared>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (commands, orders) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("dataforce-emulator".to_owned())
            .spawn(move || {
                let serving = async {
                    let listener = TcpListener::from_std(listener)?;
                    serve(listener, address, shared, orders).await
                };
                // What could fail has been done before the thread began.
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
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.commands.send(command(done)).map_err(|_| gone())?;
        outcome.recv().map_err(|_| gone())?
    }

    pub(crate) fn stop(&mut self, grace: Duration) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        // If the thread is gone already, so be it.
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
    mut orders: mpsc::UnboundedReceiver<Command>,
) -> io::Result<()> {
    let mut listener = Some(listener);
    // Holds the port while nobody listens on it.
    let mut reservation = None;
    let mut connections = JoinSet::new();
    let (stopping, stopped) = watch::channel(false);
    loop {
        let accepting = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                Some(Command::Refuse(done)) => {
                    connections.abort_all();
                    let mut outcome = Ok(());
                    if listener.take().is_some() {
                        outcome = reserve(address).map(|socket| reservation = Some(socket));
                    }
                    // Aborted connections are gone only when they have been collected.
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
                        let serving = converse(stream, Arc::clone(&shared), stopped.clone());
                        connections.spawn(serving);
                    }
                    // The client is gone already, or the system is short of something: not for long.
                    Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

fn reserve(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// Serves a connection until its end.
async fn converse(stream: TcpStream, shared: Arc<Shared>, mut stopping: watch::Receiver<bool>) {
    // Small answers are not held back.
    let _ = stream.set_nodelay(true);
    let fate = Arc::new(Fate::default());
    let service = service_fn(|request| exchange(&shared, &fate, request));
    let socket = TokioIo::new(Socket::new(stream, Arc::clone(&fate)));
    let mut connection = pin!(
        hyper::server::conn::http1::Builder::new()
            .header_read_timeout(None)
            .serve_connection(socket, service)
    );
    loop {
        tokio::select! {
            // It ends well, or broken, or as it was meant to: all the same here.
            _ = connection.as_mut() => return,
            () = fate.close.notified() => connection.as_mut().graceful_shutdown(),
            Ok(()) = stopping.changed() => connection.as_mut().graceful_shutdown(),
        }
    }
}

/// Takes a request and gives the answer, or an error that breaks the connection.
async fn exchange(
    shared: &Shared,
    fate: &Arc<Fate>,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Script>, Broken> {
    let start = Instant::now();
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
    let path = head.uri.path();
    let request = Request {
        operation: routes::operation(&head.method, path),
        method: head.method,
        path: path.to_owned(),
        query: head.uri.query().map(ToOwned::to_owned),
        headers: head.headers,
        body,
    };
    let number = lock(&shared.history).arrived(request.clone());
    let settings = *lock(&shared.settings);
    let fault = lock(&shared.faults).next(request.operation);
    let (answer, steps) = perform(shared, settings, fault.as_ref(), &request, fate);

    let delay = settings.latency + fault.as_ref().map_or(Duration::ZERO, |fault| fault.delay);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }

    let exchange = Exchange {
        request,
        response: answer.as_ref().map(|answer| Response {
            status: answer.status,
            headers: answer.headers.clone(),
            body: Some(answer.body.clone()),
        }),
        faulty: fault.is_some(),
        elapsed: start.elapsed(),
    };
    lock(&shared.history).answered(number, &exchange);
    for observer in &shared.observers {
        observer(&exchange);
    }

    let answer = answer.ok_or(Broken)?;
    let mut response = hyper::Response::new(Script::new(steps, Arc::clone(fate)));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    let headers = response.headers_mut();
    headers
        .entry(SERVER)
        .or_insert(HeaderValue::from_static("uvicorn"));
    Ok(response)
}

/// Decides what is answered, if anything, and how its body is sent.
fn perform(
    shared: &Shared,
    settings: Settings,
    fault: Option<&Fault>,
    request: &Request,
    fate: &Fate,
) -> (Option<Answer>, Vec<Step>) {
    let truth = || {
        let call = Call {
            method: &request.method,
            path: &request.path,
            query: request.query.as_deref(),
            headers: &request.headers,
            body: &request.body,
        };
        routes::answer(&mut lock(&shared.state), settings.behaviour, &call)
    };
    let Some(fault) = fault else {
        let answer = truth();
        let steps = whole_body(&answer, Duration::ZERO);
        return (Some(sized(answer)), steps);
    };
    let true_answer = fault.processes().then(truth);
    let mut answer = match (&fault.effect, true_answer) {
        (Effect::Answer(answer), _) => Answer::clone(answer),
        (_, Some(answer)) => answer,
        (_, None) => Answer::json(StatusCode::OK, Bytes::new()),
    };
    answer.closes |= fault.closes;
    for name in fault.headers.keys() {
        answer.headers.remove(name);
    }
    answer.headers.extend(fault.headers.clone());
    match &fault.effect {
        Effect::None | Effect::Answer(_) => {}
        Effect::Malformed => {
            // Half of a body is no JSON, or if there is less, a brace.
            answer.body = match answer.body.len() {
                0 | 1 => Bytes::from_static(b"{"),
                length => answer.body.slice(..length / 2),
            };
        }
        Effect::Endless => {
            answer.body = Bytes::new();
            let begin = Step::Data(Bytes::from_static(b"["));
            let more = Step::Endless(Bytes::from_static(&[b' '; 4096]));
            return (Some(answer), vec![begin, more]);
        }
        Effect::Truncated => return broken_off(answer, fault.body_delay),
        Effect::Hangup { reset, moment } => {
            if *reset {
                fate.seal_with_reset();
            }
            return match moment {
                Moment::During => broken_off(answer, fault.body_delay),
                Moment::Before | Moment::After => (None, Vec::new()),
            };
        }
    }
    let steps = whole_body(&answer, fault.body_delay);
    (Some(sized(answer)), steps)
}

fn sized(mut answer: Answer) -> Answer {
    if answer.status != StatusCode::NO_CONTENT {
        let length = HeaderValue::from(answer.body.len());
        answer.headers.entry(CONTENT_LENGTH).or_insert(length);
    }
    answer
}

fn whole_body(answer: &Answer, pause: Duration) -> Vec<Step> {
    let mut steps = Vec::new();
    if answer.closes {
        steps.push(Step::Close);
    }
    let mut rest = answer.body.clone();
    if !pause.is_zero() {
        steps.push(Step::Data(rest.split_to(rest.len() / 2)));
        steps.push(Step::Pause(pause));
    }
    steps.push(Step::Data(rest));
    steps
}

/// Half of the body, or where there is none, nothing at all.
fn broken_off(answer: Answer, pause: Duration) -> (Option<Answer>, Vec<Step>) {
    if answer.body.is_empty() {
        return (None, Vec::new());
    }
    let half = answer.body.slice(..answer.body.len() / 2);
    let steps = vec![
        Step::Data(half),
        Step::Flush,
        Step::Pause(pause),
        Step::Break,
    ];
    (Some(sized(answer)), steps)
}
