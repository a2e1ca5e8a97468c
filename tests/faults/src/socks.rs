//! A SOCKS5 proxy.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;

/// Offers of a client: no authentication, and a name with a password.
const OPEN: u8 = 0;
const PASSWORD: u8 = 2;

/// A proxy that connects to one server, whatever host it is asked for.
pub struct SocksProxy(SocketAddr);

impl SocksProxy {
    /// Starts a proxy that accepts this host name, and this user and password if the client offers
    /// some. It runs until the program ends.
    pub fn start(
        target: SocketAddr,
        host: &'static str,
        login: (&'static str, &'static str),
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                thread::spawn(move || serve(client, target, host, login));
            }
        });
        Self(address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0
    }
}

fn serve(
    mut client: TcpStream,
    target: SocketAddr,
    host: &str,
    (user, password): (&str, &str),
) -> io::Result<()> {
    let [_version, count] = read(&mut client)?;
    let mut offers = vec![0; count.into()];
    client.read_exact(&mut offers)?;
    if offers.contains(&PASSWORD) {
        client.write_all(&[5, PASSWORD])?;
        let [_version] = read(&mut client)?;
        let is_known = text(&mut client)? == user && text(&mut client)? == password;
        client.write_all(&[1, u8::from(!is_known)])?;
    } else {
        client.write_all(&[5, OPEN])?;
    }
    // Version, command, reserved, and the type of the address: a name.
    let [_, _, _, 3] = read(&mut client)? else {
        return client.shutdown(Shutdown::Both);
    };
    let is_known = text(&mut client)? == host;
    let _port: [u8; 2] = read(&mut client)?;
    client.write_all(&[5, u8::from(!is_known), 0, 1, 0, 0, 0, 0, 0, 0])?;
    let mut server = TcpStream::connect(target)?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        to.shutdown(Shutdown::Both)
    });
    io::copy(&mut server, &mut client)?;
    client.shutdown(Shutdown::Both)
}

fn read<const N: usize>(stream: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads a text that follows its length.
fn text(stream: &mut TcpStream) -> io::Result<String> {
    let [length] = read(stream)?;
    let mut bytes = vec![0; length.into()];
    stream.read_exact(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
