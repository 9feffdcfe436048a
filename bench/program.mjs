// What the programs of the bench have in common.

import { BenchError } from "./files.mjs";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Throws where a number of rounds, from ROUNDS, is none. */
export function checkRounds(rounds) {
  if (Number.isInteger(rounds) && rounds >= 1) return;
  throw new BenchError(`expected a whole number from 1 in ROUNDS, but found "${process.env.ROUNDS}"`);
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
