import highs from 'highs/runtime?url';

/** Where the build has put HiGHS's WebAssembly: on our own origin. */
export const highsFile: string = highs;
