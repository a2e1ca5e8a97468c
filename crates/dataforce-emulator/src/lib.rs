#![doc = include_str!("../README.md")]

mod answer;
mod builder;
mod connection;
mod emulator;
mod endpoints;
mod faults;
mod history;
mod json;
mod notation;
mod operation;
mod permissions;
mod routes;
mod seed;
mod server;
mod state;
mod validation;

pub use builder::EmulatorBuilder;
pub use emulator::Emulator;
pub use endpoints::Behaviour;
pub use faults::{Fault, Moment};
pub use history::{Exchange, Request, Response};
pub use notation::{NotationError, duration};
pub use operation::{Operation, UnknownOperation};
pub use seed::{
    Collection, CollectionType, Orbit, OrbitRole, Organization, OrganizationRole, Seed, User,
};
