#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dataforce_transport::fuzzing::retry_after(data));
