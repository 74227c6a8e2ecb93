import type { Context } from '../call.ts'
import { complete } from '../complete.ts'
import { type ExitCode, exitCodes, usageError } from '../errors.ts'
import { print } from '../io.ts'
import { readProfiles } from '../profiles.ts'
import { shells } from '../shells.ts'

/** `completion bash|zsh|fish` */
export async function completion({ io }: Context, words: string[]): Promise<ExitCode> {
  const [shell = ''] = words
  const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined
  if (script === undefined || words.length !== 1) {
    throw usageError(
      'Which shell? There are: bash, zsh, fish.',
      'for bash: echo \'eval "$(maas completion bash)"\' >> ~/.bashrc',
    )
  }
  print(io, script)
  return exitCodes.ok
}

/** What the shells ask: one line per candidate, `word<TAB>meaning`. `words` end with the one that is being typed. */
export async function answerShell({ io }: Pick<Context, 'io'>, words: string[]): Promise<ExitCode> {
  for (const [word, meaning] of complete(words, readProfiles(io))) print(io, `${word}\t${meaning}`)
  return exitCodes.ok
}
