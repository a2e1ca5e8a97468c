//! What the clients of all versions have in common.

/// Defines the client of a version: everything but its operations.
macro_rules! client {
    (
        $(#[$meta:meta])*
        pub struct Client;

        const DEFAULT_BASE_URL: Option<&str> = $base_url:expr;

        const PATH_PREFIX: &str = $path_prefix:literal;
    ) => {
        $(#[$meta])*
        ///
        /// Every method sends one request, and returns an [`Error`](crate::Error) unless the server
        /// responds with what the contract promises. A clone is cheap and shares the connections.
        #[derive(Clone, Debug)]
        pub struct Client {
            transport: $crate::Transport,
        }

        impl $crate::ApiClient for Client {
            const DEFAULT_BASE_URL: Option<&'static str> = $base_url;
            const PATH_PREFIX: &'static str = $path_prefix;

            fn from_transport(transport: $crate::Transport) -> Self {
                Self { transport }
            }
        }

        impl Client {
            /// Returns a builder for a client. Only the API key is required.
            pub fn builder() -> $crate::ClientBuilder<Self> {
                $crate::ClientBuilder::new()
            }

            /// Returns a client over the same connections with another retry policy.
            #[must_use]
            pub fn with_retry(&self, retry: $crate::RetryPolicy) -> Self {
                $crate::ApiClient::from_transport(self.transport.with_retry(retry))
            }

            /// Returns a client over the same connections with an earlier
            /// [deadline](crate::ClientBuilder::deadline) for each call. A later one has no effect.
            #[must_use]
            pub fn with_deadline(&self, deadline: ::std::time::Duration) -> Self {
                $crate::ApiClient::from_transport(self.transport.with_deadline(deadline))
            }

            /// Returns a client over the same connections whose calls share the
            /// [deadline](crate::ClientBuilder::deadline) of one, which starts now. For an operation
            /// that takes several calls.
            #[must_use]
            pub fn sharing_deadline(&self) -> Self {
                $crate::ApiClient::from_transport(self.transport.sharing_deadline())
            }

            /// Returns a client over the same connections that keeps only some elements of lists, or
            /// all of them without a filter; see [`ListFilter`](crate::ListFilter).
            #[must_use]
            pub fn with_list_filter(&self, filter: impl Into<Option<$crate::ListFilter>>) -> Self {
                $crate::ApiClient::from_transport(self.transport.with_list_filter(filter))
            }
        }
    };
}
pub(crate) use client;
