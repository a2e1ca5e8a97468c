//! What can be passed as tags.

/// A list of tags: an array, a slice or a `Vec` of strings.
///
/// ```
/// use dataforce::IntoTags;
///
/// let none: Vec<String> = [].into_tags();
/// assert!(none.is_empty());
/// let owned = vec!["ml".to_owned(), "training".to_owned()];
/// assert_eq!(["ml", "training"].into_tags(), owned);
/// ```
///
/// Among arrays, only those of `&str` implement this, so that the type of `[]` is known. Collect
/// other iterators into a `Vec<String>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of tags",
    note = "pass an array of `&str`, a slice, or a `Vec<String>`: `.collect::<Vec<String>>()`"
)]
pub trait IntoTags: Sealed {
    /// Returns the tags as owned strings.
    fn into_tags(self) -> Vec<String>;
}

mod sealed {
    pub trait Sealed {}
}
use sealed::Sealed;

impl<const N: usize> Sealed for [&str; N] {}
impl Sealed for Vec<String> {}
impl Sealed for Vec<&str> {}
impl Sealed for &Vec<String> {}
impl Sealed for &[String] {}
impl Sealed for &[&str] {}
impl<const N: usize> Sealed for &[&str; N] {}

impl<const N: usize> IntoTags for [&str; N] {
    fn into_tags(self) -> Vec<String> {
        self.map(str::to_owned).into()
    }
}

impl IntoTags for Vec<String> {
    fn into_tags(self) -> Vec<String> {
        self
    }
}

impl IntoTags for Vec<&str> {
    fn into_tags(self) -> Vec<String> {
        self.into_iter().map(str::to_owned).collect()
    }
}

impl IntoTags for &Vec<String> {
    fn into_tags(self) -> Vec<String> {
        self.clone()
    }
}

impl IntoTags for &[String] {
    fn into_tags(self) -> Vec<String> {
        self.to_vec()
    }
}

impl IntoTags for &[&str] {
    fn into_tags(self) -> Vec<String> {
        self.iter().map(|&tag| tag.to_owned()).collect()
    }
}

impl<const N: usize> IntoTags for &[&str; N] {
    fn into_tags(self) -> Vec<String> {
        (*self).into_tags()
    }
}
