//! The structural pass over the methods of progenitor's client.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{ImplItemFn, parse_quote};
use xtask::generate::methods::rebuild;

const METHOD: &str = r#"
    pub async fn get_book<'a>(
        &'a self,
        book_id: &'a crate::BookId,
        part: &'a str,
        x_page: i64,
        x_reason: Option<&'a str>
    ) -> Result<ResponseValue<types::Book>, Error<()>,> {
        let url = format!(
            "{}/books/{}/{}",
            self.baseurl,
            encode_path(&book_id.to_string()),
            encode_path(&part.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
        header_map.append(
            ::reqwest::header::HeaderName::from_static("api-version"),
            ::reqwest::header::HeaderValue::from_static(Self::api_version()),
        );
        header_map.append("x-page", x_page.to_string().try_into()?);
        if let Some(value) = x_reason {
            header_map.append("x-reason", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self.client.get(url).json(&body).headers(header_map).build()?;
        let info = OperationInfo { operation_id: "get_book", };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => { ResponseValue::from_response(response).await }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
"#;

fn rebuilt(method: &str) -> Result<String, String> {
    let mut method: ImplItemFn = syn::parse_str(method).unwrap();
    let ids = BTreeSet::from(["BookId".to_owned()]);
    rebuild(&mut method, &ids).map_err(|error| error.to_string())?;
    Ok(method.to_token_stream().to_string())
}

#[test]
fn a_method_becomes_a_call_of_the_transport() {
    let expected: ImplItemFn = parse_quote! {
        pub async fn get_book<'a>(
            &'a self,
            book_id: &'a crate::BookId,
            part: &'a str,
            x_page: i64,
            x_reason: Option<&'a str>
        ) -> Result<Response<types::Book>, Error> {
            let url = format!(
                "{}/books/{}/{}",
                self.transport.base_url(),
                book_id,
                ::progenitor_client::encode_path(&part.to_string())
            );
            let mut request = self.transport.http().get(url).json(&body)
                .header("x-page", x_page.to_string());
            if let Some(value) = x_reason {
                request = request.header("x-reason", value.to_string());
            }
            self.transport.send(&operations::GET_BOOK, request).await
        }
    };
    assert_eq!(
        rebuilt(METHOD).unwrap(),
        expected.to_token_stream().to_string()
    );
}

#[test]
fn an_unexpected_form_is_an_error_that_names_the_method_and_what_differs() {
    let without_match = METHOD.split("match response").next().unwrap();
    let message = rebuilt(&format!("{without_match} }}")).unwrap_err();
    let start = "progenitor generates the method `get_book` in an unexpected form: ";
    assert_eq!(
        message,
        format!("{start}it does not end in a `match` on the status")
    );
    for (from, to, parts) in [
        (
            "let response",
            "self.count(); let response",
            &["`self . count () ;` should be `let response = result ? ;`"][..],
        ),
        (
            "self.pre(&mut request, &info).await?;",
            "",
            &[
                "`let result = ",
                "should be `self . pre (& mut request , & info) . await ? ;`",
            ],
        ),
        (
            "match response",
            "let late = 1; match response",
            &["it has 7 variables instead of six"],
        ),
        (
            ".json(",
            ".compressed(",
            &["the request has the unknown part `.compressed(& body)`"],
        ),
        (
            ".build()",
            ".make()",
            &["make () ? ;` should be `", "build () ? ;`"],
        ),
        (
            "self.baseurl",
            "BASE",
            &["BASE", "should be `let url = format ! (", "self . baseurl"],
        ),
        (
            "encode_path",
            "escape",
            &["escape (& book_id", "should be `let url ="],
        ),
        (
            "3usize",
            "2usize",
            &["with_capacity (2usize)", "with_capacity (3usize)"],
        ),
        (
            "Error<()>",
            "Error<Problem>",
            &["Error < Problem >", "should be `-> Result <"],
        ),
        (
            "ResponseValue::from_response",
            "decode",
            &["decode (response)", "ResponseValue :: empty"],
        ),
        (
            "200u16",
            "_",
            &["the `match` on the status has no arm for a success"],
        ),
        (
            "_ => Err",
            "404u16 => Err",
            &["404u16 => Err", "should be `match response"],
        ),
        (
            "if let Some(value) = x_reason",
            "if x",
            &["if x", "should be `if let"],
        ),
        (
            "x_page.to_string()",
            "x_page.text()",
            &["x_page . text ()", "x_page . to_string ()"],
        ),
    ] {
        assert!(METHOD.contains(from), "{from}");
        let message = rebuilt(&METHOD.replacen(from, to, 1)).unwrap_err();
        assert!(message.starts_with(start), "{message}");
        for part in parts {
            assert!(message.contains(part), "{part} is not in: {message}");
        }
    }
}
