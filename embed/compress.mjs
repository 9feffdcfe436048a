// How hosts send files, at the best that each encoding can: computed once, so it may take its time.

import zlib from "node:zlib";

export const brotli = (data) =>
  zlib.brotliCompressSync(data, {
    params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length },
  });

export const gzip = (data) => zlib.gzipSync(data, { level: 9 });
