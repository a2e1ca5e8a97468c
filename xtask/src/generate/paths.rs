//! Ids in a path are written as they are: the text of a UUID holds nothing that a path would have to hide.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, File, FnArg, ImplItemFn, Pat, Type, parse_quote};

/// Spares the parameters of these types progenitor's encoding, which reads every character.
pub(super) fn write_ids_plainly(file: &mut File, ids: &BTreeSet<String>) {
    let mut plain = Plain {
        ids,
        parameters: BTreeSet::new(),
    };
    plain.visit_file_mut(file);
}

struct Plain<'i> {
    ids: &'i BTreeSet<String>,
    /// The parameters of the method that is visited which are ids.
    parameters: BTreeSet<String>,
}

impl VisitMut for Plain<'_> {
    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        let parameters = method.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(parameter),
            FnArg::Receiver(_) => None,
        });
        self.parameters = parameters
            .filter(|parameter| is_one_of(&parameter.ty, self.ids))
            .filter_map(|parameter| match &*parameter.pat {
                Pat::Ident(name) => Some(name.ident.to_string()),
                _ => None,
            })
            .collect();
        visit_mut::visit_impl_item_fn_mut(self, method);
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;
        if !call.path.is_ident("format") {
            return;
        }
        let Ok(mut arguments) = call.parse_body_with(Arguments::parse_terminated) else {
            return;
        };
        for argument in &mut arguments {
            let text = argument.to_token_stream().to_string();
            let parameter = self
                .parameters
                .iter()
                .find(|name| text == format!("encode_path (& {name} . to_string ())"));
            if let Some(name) = parameter {
                let name = quote::format_ident!("{name}");
                *argument = parse_quote!(#name);
            }
        }
        call.tokens = arguments.to_token_stream();
    }
}

/// Whether a type is a reference to one of the named types.
fn is_one_of(ty: &Type, names: &BTreeSet<String>) -> bool {
    let Type::Reference(reference) = ty else {
        return false;
    };
    let Type::Path(path) = &*reference.elem else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|name| names.contains(&name.ident.to_string()))
}
