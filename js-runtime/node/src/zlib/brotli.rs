//! Brotli.

use brotli::enc::StandardAlloc;
use brotli::enc::encode::{
    BrotliEncoderDestroyInstance, BrotliEncoderOperation, BrotliEncoderParameter,
    BrotliEncoderStateStruct,
};
use brotli_decompressor::{
    BrotliDecoderErrorCode, BrotliDecoderParameter, BrotliDecompressStream, BrotliResult,
    BrotliState,
};

use super::codec::{Failure, Step};

const FINISH: i32 = 2;

/// Number and value of the parameters that were given.
type Params = Vec<(u32, u32)>;

pub(super) struct Compressor {
    state: BrotliEncoderStateStruct<StandardAlloc>,
    params: Params,
}

impl Compressor {
    /// None when a parameter is not one of the encoder's.
    pub(super) fn new(params: Params) -> Option<Compressor> {
        let mut state = BrotliEncoderStateStruct::new(StandardAlloc::default());
        for &(number, value) in &params {
            if !state.set_parameter(parameter(number)?, value) {
                return None;
            }
        }
        Some(Compressor { state, params })
    }

    pub(super) fn reset(&mut self) {
        if let Some(fresh) = Compressor::new(std::mem::take(&mut self.params)) {
            *self = fresh;
        }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Step {
        let operation = match flush {
            1 => BrotliEncoderOperation::BROTLI_OPERATION_FLUSH,
            FINISH => BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
            3 => BrotliEncoderOperation::BROTLI_OPERATION_EMIT_METADATA,
            _ => BrotliEncoderOperation::BROTLI_OPERATION_PROCESS,
        };
        let (mut available_in, mut consumed) = (input.len(), 0);
        let (mut available_out, mut produced) = (output.len(), 0);
        let went_well = self.state.compress_stream(
            operation,
            &mut available_in,
            input,
            &mut consumed,
            &mut available_out,
            output,
            &mut produced,
            &mut None,
            &mut |_, _, _, _| (),
        );
        Step {
            consumed,
            produced,
            failure: (!went_well)
                .then(|| Failure::new("Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -1)),
        }
    }
}

impl Drop for Compressor {
    fn drop(&mut self) {
        BrotliEncoderDestroyInstance(&mut self.state);
    }
}

fn parameter(number: u32) -> Option<BrotliEncoderParameter> {
    Some(match number {
        0 => BrotliEncoderParameter::BROTLI_PARAM_MODE,
        1 => BrotliEncoderParameter::BROTLI_PARAM_QUALITY,
        2 => BrotliEncoderParameter::BROTLI_PARAM_LGWIN,
        3 => BrotliEncoderParameter::BROTLI_PARAM_LGBLOCK,
        4 => BrotliEncoderParameter::BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING,
        5 => BrotliEncoderParameter::BROTLI_PARAM_SIZE_HINT,
        6 => BrotliEncoderParameter::BROTLI_PARAM_LARGE_WINDOW,
        // NPOSTFIX and NDIRECT are not to be set in this encoder.
        _ => return None,
    })
}

pub(super) struct Decompressor {
    state: BrotliState<
        brotli_decompressor::StandardAlloc,
        brotli_decompressor::StandardAlloc,
        brotli_decompressor::StandardAlloc,
    >,
    params: Params,
}

impl Decompressor {
    /// None when a parameter is not one of the decoder's.
    pub(super) fn new(params: Params) -> Option<Decompressor> {
        let alloc = brotli_decompressor::StandardAlloc::default;
        // Large windows are refused unless they are asked for.
        let mut state = BrotliState::new_strict(alloc(), alloc(), alloc());
        for &(number, value) in &params {
            let parameter = match number {
                0 => BrotliDecoderParameter::BROTLI_DECODER_PARAM_DISABLE_RING_BUFFER_REALLOCATION,
                1 => BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW,
                _ => return None,
            };
            if !state.set_parameter(parameter, value) {
                return None;
            }
        }
        Some(Decompressor { state, params })
    }

    pub(super) fn reset(&mut self) {
        if let Some(fresh) = Decompressor::new(std::mem::take(&mut self.params)) {
            *self = fresh;
        }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Step {
        let (mut available_in, mut consumed) = (input.len(), 0);
        let (mut available_out, mut produced) = (output.len(), 0);
        let result = BrotliDecompressStream(
            &mut available_in,
            &mut consumed,
            input,
            &mut available_out,
            &mut produced,
            output,
            &mut 0,
            &mut self.state,
        );
        let failure = match result {
            BrotliResult::ResultFailure => Some(failure(self.state.error_code)),
            BrotliResult::NeedsMoreInput if flush == FINISH => Some(Failure::unexpected_end()),
            _ => None,
        };
        Step {
            consumed,
            produced,
            failure,
        }
    }
}

fn failure(code: BrotliDecoderErrorCode) -> Failure {
    // The C library's text for it is the constant's name from here on, and Node puts ERR_ before that.
    let constant = format!("{code:?}");
    let name = constant.trim_start_matches("BROTLI_DECODER");
    Failure::new("Decompression failed", &format!("ERR_{name}"), code as i32)
}
