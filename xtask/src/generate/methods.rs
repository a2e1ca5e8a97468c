//! The structural pass over the methods that progenitor generates.
//!
//! The parts of a method that are kept are the URL, the request and the type of the success. The
//! method that progenitor 0.15 makes of these parts must be the one at hand: any other form is an
//! error that names the method and the statement. Then the parts become a call of the transport.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, bail};
use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Block, Expr, Ident, ImplItemFn, Pat, ReturnType, Stmt, Token, Type, parse_quote};

use crate::syntax::{argument_of, text};

/// Rebuilds a method of progenitor's client. `ids` are the names of the types that are written into
/// a path as they are, since the text of a UUID holds nothing that has to be encoded.
pub fn rebuild(method: &mut ImplItemFn, ids: &BTreeSet<String>) -> Result<()> {
    let name = method.sig.ident.clone();
    let parts = Parts::of(method).and_then(|parts| {
        parts.check(method)?;
        Ok(parts)
    });
    let parts = parts.map_err(|reason| {
        anyhow!("progenitor generates the method `{name}` in an unexpected form: {reason}")
    })?;
    parts.assemble(method, ids);
    Ok(())
}

/// What is kept of a method, with the names of its variables.
struct Parts {
    response_type: Type,
    url: Ident,
    template: Expr,
    path_values: Vec<Expr>,
    header_map: Ident,
    headers: Vec<Header>,
    request: Ident,
    http_method: Ident,
    calls: Vec<TokenStream>,
    result: Ident,
    response: Ident,
    successes: Vec<Pat>,
    has_body: bool,
}

/// A header that a parameter is sent in.
struct Header {
    name: Expr,
    argument: Expr,
    is_optional: bool,
}

impl Parts {
    fn of(method: &ImplItemFn) -> Result<Self> {
        let statements = &method.block.stmts;
        let variables: Vec<_> = statements.iter().filter_map(variable).collect();
        let [
            (url, address),
            (header_map, _),
            (request, chain),
            _,
            (result, _),
            (response, _),
        ] = &variables[..]
        else {
            bail!("it has {} variables instead of six", variables.len());
        };
        let mut address = match address {
            Expr::Macro(format) => format
                .mac
                .parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?,
            _ => bail!("the URL is `{}`", text(address)),
        }
        .into_iter();
        let template = address.next().ok_or_else(|| anyhow!("the URL is empty"))?;
        let (http_method, calls) = request_parts(chain)?;
        let Some(Stmt::Expr(Expr::Match(status), None)) = statements.last() else {
            bail!("it does not end in a `match` on the status");
        };
        let decoded = quote!(ResponseValue::from_response(#response).await).to_string();
        let successes = status
            .arms
            .iter()
            .filter(|arm| !matches!(arm.pat, Pat::Wild(_)));
        Ok(Self {
            response_type: response_type(&method.sig.output)?,
            url: url.clone(),
            template,
            path_values: address
                .skip(1)
                .map(|value| innermost(&value).clone())
                .collect(),
            header_map: header_map.clone(),
            headers: statements.iter().skip(3).map_while(header).collect(),
            request: request.clone(),
            http_method,
            calls,
            result: result.clone(),
            response: response.clone(),
            has_body: successes
                .clone()
                .any(|arm| text(&arm.body).contains(&decoded)),
            successes: successes.map(|arm| arm.pat.clone()).collect(),
        })
    }

    /// Compares the method with the one that progenitor makes of the parts.
    fn check(&self, method: &ImplItemFn) -> Result<()> {
        let Self {
            response_type,
            url,
            template,
            path_values,
            header_map,
            request,
            http_method,
            result,
            response,
            successes,
            calls,
            ..
        } = self;
        if successes.is_empty() {
            bail!("the `match` on the status has no arm for a success");
        }
        let output = parse_quote!(-> Result<ResponseValue<#response_type>, Error<()>,>);
        same(&method.sig.output, &output)?;
        let headers = self.headers.iter().map(
            |Header {
                 name,
                 argument,
                 is_optional,
             }|
             -> Stmt {
                match is_optional {
                    true => parse_quote! {
                        if let Some(value) = #argument {
                            #header_map.append(#name, value.to_string().try_into()?);
                        }
                    },
                    false => parse_quote! {
                        #header_map.append(#name, #argument.to_string().try_into()?);
                    },
                }
            },
        );
        let capacity = headers.len() + 1;
        let id = method.sig.ident.to_string();
        let decode = match self.has_body {
            true => quote!(ResponseValue::from_response(#response).await),
            false => quote!(Ok(ResponseValue::empty(#response))),
        };
        let expected: Block = parse_quote! {{
            let #url = format!(#template, self.baseurl, #(encode_path(&#path_values.to_string()),)*);
            let mut #header_map = ::reqwest::header::HeaderMap::with_capacity(#capacity);
            #header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
            #(#headers)*
            #[allow(unused_mut)]
            let mut #request = self.client.#http_method(#url) #(#calls)*
                .headers(#header_map)
                .build()?;
            let info = OperationInfo { operation_id: #id, };
            self.pre(&mut #request, &info).await?;
            let #result = self.exec(#request, &info).await;
            self.post(&#result, &info).await?;
            let #response = #result?;
            match #response.status().as_u16() {
                #(#successes => { #decode })*
                _ => Err(Error::UnexpectedResponse(#response)),
            }
        }};
        let found = &method.block.stmts;
        let mut pairs = found.iter().zip(&expected.stmts);
        pairs.try_for_each(|(found, expected)| same(found, expected))?;
        match found.len() == expected.stmts.len() {
            true => Ok(()),
            false => bail!(
                "it has {} statements instead of {}",
                found.len(),
                expected.stmts.len()
            ),
        }
    }

    fn assemble(self, method: &mut ImplItemFn, ids: &BTreeSet<String>) {
        let Self {
            response_type,
            url,
            template,
            request,
            http_method,
            calls,
            ..
        } = self;
        let parameters: BTreeSet<_> = method.sig.inputs.iter().map(text).collect();
        let is_id = |value: &str| {
            let mut ids = ids.iter().map(|id| format!("{value} : & 'a crate :: {id}"));
            ids.any(|parameter| parameters.contains(&parameter))
        };
        let path_values = self
            .path_values
            .iter()
            .map(|value| match is_id(&text(value)) {
                true => quote!(#value),
                false => quote!(::progenitor_client::encode_path(&#value.to_string())),
            });
        let (optional, required): (Vec<_>, Vec<_>) =
            self.headers.iter().partition(|header| header.is_optional);
        let required = required
            .iter()
            .map(|Header { name, argument, .. }| quote!(.header(#name, #argument.to_string())));
        let mutable = (!optional.is_empty()).then(<Token![mut]>::default);
        let optional = optional.iter().map(|Header { name, argument, .. }| {
            quote! {
                if let Some(value) = #argument {
                    #request = #request.header(#name, value.to_string());
                }
            }
        });
        // The first placeholder stands for the base URL.
        let template = text(&template).replacen("{}", "", 1).parse::<TokenStream>();
        let template = template.unwrap_or_default();
        let path = match self.path_values.is_empty() {
            true => template,
            false => quote!(&format!(#template #(, #path_values)*)),
        };
        let operation = method.sig.ident.to_string().to_shouty_snake_case();
        let operation = format_ident!("{operation}");
        let send = format_ident!(
            "{}",
            if self.has_body {
                "send"
            } else {
                "send_without_body"
            }
        );
        method.sig.output = parse_quote!(-> Result<Response<#response_type>, Error>);
        method.block = parse_quote! {{
            let #url = self.transport.url(#path);
            let #mutable #request = self.transport.http().#http_method(#url) #(#calls)* #(#required)*;
            #(#optional)*
            self.transport.#send(&operations::#operation, #request).await
        }};
    }
}

/// Returns the name and the value of a `let` of one variable.
fn variable(statement: &Stmt) -> Option<(Ident, Expr)> {
    match statement {
        Stmt::Local(local) => match (&local.pat, &local.init) {
            (Pat::Ident(variable), Some(init)) => {
                Some((variable.ident.clone(), (*init.expr).clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Returns the HTTP method of `self.client.get(url)….headers(header_map).build()?`, and the calls
/// between the first and the last two.
fn request_parts(chain: &Expr) -> Result<(Ident, Vec<TokenStream>)> {
    let mut calls = Vec::new();
    let mut receiver = match chain {
        Expr::Try(chain) => &*chain.expr,
        _ => chain,
    };
    while let Expr::MethodCall(call) = receiver {
        calls.push((call.method.clone(), call.args.clone()));
        receiver = &call.receiver;
    }
    calls.reverse();
    let [(http_method, _), kept @ .., _, _] = &calls[..] else {
        bail!("the request is `{}`", text(chain));
    };
    for (name, arguments) in kept {
        if !["header", "json", "body", "query"]
            .iter()
            .any(|known| name == known)
        {
            bail!(
                "the request has the unknown part `.{name}({})`",
                text(arguments)
            );
        }
    }
    let kept = kept
        .iter()
        .map(|(name, arguments)| quote!(.#name(#arguments)));
    Ok((http_method.clone(), kept.collect()))
}

/// Reads a statement that adds a header for a parameter.
fn header(statement: &Stmt) -> Option<Header> {
    let (append, condition) = match statement {
        Stmt::Expr(Expr::If(optional), _) => match optional.then_branch.stmts.first()? {
            Stmt::Expr(append, _) => (append, Some(&*optional.cond)),
            _ => return None,
        },
        Stmt::Expr(append, _) => (append, None),
        _ => return None,
    };
    let Expr::MethodCall(append) = append else {
        return None;
    };
    let value = innermost(append.args.get(1)?);
    let argument = match condition {
        Some(Expr::Let(binding)) => &binding.expr,
        _ => value,
    };
    Some(Header {
        name: append.args.first()?.clone(),
        argument: argument.clone(),
        is_optional: condition.is_some(),
    })
}

/// Returns what an expression is about: the `x` of `f(&x.a().b()?)`.
fn innermost(mut expression: &Expr) -> &Expr {
    loop {
        expression = match expression {
            Expr::Call(call) if call.args.len() == 1 => &call.args[0],
            Expr::MethodCall(call) => &call.receiver,
            Expr::Reference(reference) => &reference.expr,
            Expr::Try(tried) => &tried.expr,
            _ => return expression,
        };
    }
}

/// Returns the `T` of `Result<ResponseValue<T>, _>`.
fn response_type(output: &ReturnType) -> Result<Type> {
    let response = match output {
        ReturnType::Type(_, ty) => {
            argument_of(ty, "Result").and_then(|ty| argument_of(ty, "ResponseValue"))
        }
        ReturnType::Default => None,
    };
    response
        .cloned()
        .ok_or_else(|| anyhow!("it returns `{}`", text(output)))
}

fn same<T: ToTokens>(found: &T, expected: &T) -> Result<()> {
    match (text(found), text(expected)) {
        (found, expected) if found == expected => Ok(()),
        (found, expected) => bail!("`{found}` should be `{expected}`"),
    }
}
