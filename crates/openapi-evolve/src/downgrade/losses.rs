//! What a conversion loses.

/// Something that 3.0 cannot express and that is left out, or that had to be assumed.
#[derive(Debug)]
pub(super) struct Loss {
    /// The JSON pointer in the document that is converted.
    pub(super) pointer: String,
    pub(super) message: String,
}

/// The losses so far.
#[derive(Default)]
pub(super) struct Losses(Vec<Loss>);

impl Losses {
    pub(super) fn add(&mut self, pointer: &str, message: impl Into<String>) {
        self.0.push(Loss {
            pointer: pointer.to_owned(),
            message: message.into(),
        });
    }

    /// Returns the losses in the order of their pointers.
    pub(super) fn sorted(mut self) -> Vec<Loss> {
        self.0.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        self.0
    }
}
