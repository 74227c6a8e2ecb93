import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { usageError } from './errors.ts'

export type Options = {
  help: boolean
  debug: boolean
  insecure: boolean
  table: boolean
  version: boolean
  /** File of the certificates to trust; of `login` alone. */
  cacerts: string | undefined
}

/** Options may stand anywhere; after `--` everything is a word. Throws `usageError`. */
export function parseCommandLine(argv: readonly string[]): { options: Options; words: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        debug: { type: 'boolean', short: 'd', default: false },
        insecure: { type: 'boolean', short: 'k', default: false },
        table: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
        cacerts: { type: 'string' },
      },
    })
    return { options: { ...values, cacerts: values.cacerts }, words: positionals }
  } catch (error) {
    // Node goes on with advice that is of no use here.
    const [what = ''] = (error as Error).message.split('. ', 1)
    throw usageError(`${what}.`, 'maas --help')
  }
}

/** One `key=value`; `file` where the value is a file's content. */
export type Pair = { name: string; value: string } | { name: string; file: FileContent }
export type FileContent = { name: string; content: Buffer }

type ReadFile = (path: string) => Buffer

/** `-` is standard input. */
const readPath: ReadFile = (path) => readFileSync(path === '-' ? 0 : path)

/**
 * `name=value`, or `name@=path` for the content of a file. The first `=` counts; a name may be given more than once.
 * Throws `usageError`.
 */
export function parsePairs(words: readonly string[], read: ReadFile = readPath): Pair[] {
  return words.map((word) => {
    const match = /^(.*?)(@=|=)(.*)$/s.exec(word)
    const [, name = '', sign, value = ''] = match ?? []
    if (name === '') {
      throw usageError(`"${word}" is not of the form KEY=VALUE or KEY@=FILE.`)
    }
    if (sign === '=') return { name, value }
    try {
      return { name, file: { name: basename(value), content: read(value) } }
    } catch (error) {
      throw usageError(`${name}@=${value} cannot be read: ${(error as Error).message}`)
    }
  })
}

/** Splits what follows an action into the path's variables and the rest. Throws `usageError` when one is missing. */
export function takeVariables(
  params: readonly string[],
  words: readonly string[],
): { variables: Record<string, string>; rest: string[] } {
  const given = params.map((name, index): [string, string] => [name, words[index] ?? ''])
  const missing = given.filter(([, value]) => value === '').map(([name]) => name.toUpperCase())
  if (missing.length > 0) throw usageError(`Missing: ${missing.join(', ')}.`)
  const step = given.find(([, value]) => value === '.' || value === '..')
  // In an address it would mean another folder, hence another thing.
  if (step) throw usageError(`${step[0].toUpperCase()} cannot be "${step[1]}".`)
  return { variables: Object.fromEntries(given), rest: words.slice(params.length) }
}
