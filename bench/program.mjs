// What the programs of the bench have in common.

import os from "node:os";

import { BenchError } from "./files.mjs";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Throws where a number of rounds, from ROUNDS, is none. */
export function checkRounds(rounds) {
  if (Number.isInteger(rounds) && rounds >= 1) return;
  throw new BenchError(`expected a whole number from 1 in ROUNDS, but found "${process.env.ROUNDS}"`);
}

/** What has measured: the figures hold for this alone. */
export async function measuredBy(browser) {
  const busy = os.loadavg()[0] / os.cpus().length;
  return `${await browser.version()}, Node ${process.version}, ${os.cpus().length} cores, load ÷ cores ${busy.toFixed(2)}`;
}

/** Runs in the page before any script of it: the shadow root, which is closed, is kept as `__root`. */
export function keepRoot() {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    return (window.__root = attach.call(this, init));
  };
}

/** Runs in the page before any script of it: the memory of the last instance of the wasm is kept as `__memory`. */
export function keepMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given);
      window.__memory = Object.values(this.exports).find((value) => value instanceof WebAssembly.Memory) ?? window.__memory;
    }
  };
}

/** Runs a program; what goes wrong is told, in one sentence where it is known. */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof BenchError ? `bench: ${error.message}` : error);
    process.exitCode = 1;
  }
}
