/* oxlint-disable no-control-regex -- control characters are what a terminal is told by */

/** Colours, movements, titles, character sets (ECMA-48). */
const sequences =
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~])/g
const controls = /[\u0000-\u0008\u000B-\u001F\u007F]/g

/** A log as text: without what is for terminals, every line once. */
export const readableLog = (text: string): string =>
  text
    .replaceAll(sequences, '')
    .replaceAll(/\r+\n/g, '\n')
    // What is written over a line stands in its place.
    .replaceAll(/[^\n]*\r(?=[^\n])/g, '')
    .replaceAll(controls, '')
