//! One connection: its bytes, the bodies sent over it, and how it ends.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::Sleep;

/// What is decided about a connection while it is in use.
#[derive(Debug, Default)]
pub(crate) struct Fate {
    /// It ends with a reset instead of a proper close.
    reset: AtomicBool,
    /// It ends after the response that is being sent.
    pub(crate) close: Notify,
}

impl Fate {
    pub(crate) fn seal_with_reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }
}

/// The socket, which ends as its fate has it.
pub(crate) struct Socket {
    stream: TcpStream,
    fate: Arc<Fate>,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, fate: Arc<Fate>) -> Self {
        Self { stream, fate }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fate.reset.load(Ordering::Relaxed) {
            // Closing a socket that does not linger sends a reset. Should this fail, it is closed all the same.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A part of what happens while a body is sent.
pub(crate) enum Step {
    Data(Bytes),
    /// Everything so far goes onto the wire before the next step.
    Flush,
    Pause(Duration),
    /// The same bytes again and again.
    Endless(Bytes),
    /// The connection is to end after this response. The headers, which could have announced it, are written by now.
    Close,
    /// The connection ends here.
    Break,
}

/// A body that is sent step by step.
pub(crate) struct Script {
    steps: VecDeque<Step>,
    pause: Option<Pin<Box<Sleep>>>,
    fate: Arc<Fate>,
}

impl Script {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>, fate: Arc<Fate>) -> Self {
        Self {
            steps: steps.into_iter().collect(),
            pause: None,
            fate,
        }
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        // A body that is known to be empty is never sent.
        if self.steps.iter().any(|step| matches!(step, Step::Close)) {
            self.fate.close.notify_one();
        }
    }
}

/// The script demands the end of the connection.
#[derive(Debug)]
pub(crate) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection ends on purpose")
    }
}

impl std::error::Error for Broken {}

impl Body for Script {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Data(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(Step::Flush) => {
                    // Whoever sends the body flushes when there is nothing to send for the moment.
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Step::Pause(duration)) => {
                    self.pause = Some(Box::pin(tokio::time::sleep(duration)));
                }
                Some(Step::Endless(bytes)) => {
                    self.steps.push_front(Step::Endless(bytes.clone()));
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Some(Step::Close) => self.fate.close.notify_one(),
                Some(Step::Break) => return Poll::Ready(Some(Err(Broken))),
            }
        }
    }
}
