import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, ready, setBackend } from '@tensorflow/tfjs-core';

/** Addresses of the WebAssembly modules: without and with instructions on several numbers at once. */
export interface WasmAddresses {
  readonly plain: string;
  readonly simd: string;
}

export type Backend = 'wasm' | 'cpu';

/**
 * Starts WebAssembly, or where that does not start, as without a file or in a browser that forbids it, plain JavaScript. Threads
 * are left out: they need a page that is isolated from others, and hang in minified builds.
 */
export async function startBackend(addresses: WasmAddresses | null): Promise<Backend> {
  if (addresses !== null) {
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': addresses.plain,
      'tfjs-backend-wasm-simd.wasm': addresses.simd,
      'tfjs-backend-wasm-threaded-simd.wasm': addresses.simd,
    });
    // It answers false, and does not throw, where the module cannot be fetched or compiled.
    if (await setBackend('wasm')) return 'wasm';
  }
  await setBackend('cpu');
  await ready();
  return 'cpu';
}
