//! Which part of a list a call needs.

use crate::resource_ref::ResourceRef;

/// The elements of a list that a call needs. An implementation may return others as well.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needed<'r, Id> {
    All,
    /// The first two elements show whether there is exactly one.
    FirstTwo,
    Matching(&'r ResourceRef<Id>),
}
