//! The bodies of successful answers are decoded by `dataforce_api`, which keeps the whole answer where that fails.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, File, parse_quote};

/// Names the own decoder wherever progenitor's is called.
pub(super) fn decode(file: &mut File) {
    Decoder.visit_file_mut(file);
}

struct Decoder;

impl VisitMut for Decoder {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);
        let is_progenitors = matches!(&*call.func, Expr::Path(function)
            if function.path.segments.last().is_some_and(|name| name.ident == "from_response"));
        if is_progenitors {
            call.func = parse_quote!(crate::success::decode);
            call.args.insert(0, parse_quote!(self));
            call.args.push(parse_quote!(&info));
        }
    }
}
