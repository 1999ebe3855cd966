import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { WasmAddresses } from './backend.ts';

/** Where the build has put the WebAssembly modules: on our own origin. */
export const wasmFiles: WasmAddresses = { plain, simd };
