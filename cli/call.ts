/** `maas PROFILE HANDLER ACTION ...` */
import { actionWord } from '../contract/command-words.ts'
import { isSuccess, printAnswer, printDebug, warnOfChange } from './answer.ts'
import { type Options, type Pair, parsePairs, takeVariables } from './arguments.ts'
import type { Action } from '../contract/describe.ts'
import { CliError, type ExitCode, exitCodes } from './errors.ts'
import { actionHelp, handlerHelp, profileHelp, waitHelp } from './help.ts'
import type { Response, Send } from './http.ts'
import { type Io, print, say } from './io.ts'
import type { Profile } from './profiles.ts'
import { createRequest } from './request.ts'
import { newKey, redirection } from './server.ts'
import { createTree, findAction, findHandler, type Handler } from './tree.ts'
import { canWait, parseGoals, readAction, waitUntil, waitWord } from './wait.ts'

export type Context = { io: Io; send: Send; options: Options }

export async function callServer(
  context: Context,
  profile: Profile,
  words: readonly string[],
): Promise<ExitCode> {
  const { io, options } = context
  const width = { width: helpWidth(io) }
  const [handlerName, actionName, ...rest] = words
  const tree = createTree(profile.description, profile.key === null)
  const help = (text: string, missing?: string) => showHelp(io, text, missing)
  const missing = (what: string) => (options.help ? undefined : `${what} is missing.`)

  if (handlerName === undefined) {
    return help(profileHelp(profile.name, profile.url, tree, width), missing('The handler'))
  }
  const handler = findHandler(tree, handlerName, profile.name)
  if (actionName === undefined) {
    return help(handlerHelp(profile.name, handler, width), missing('The action'))
  }
  if (actionName === waitWord && canWait(handler)) {
    if (options.help) return help(waitHelp(profile.name, handler, width))
    return wait(context, profile, handler, rest)
  }
  const action = findAction(handler, actionName, profile.name)
  if (options.help) {
    return help(actionHelp(profile.name, handler, [actionWord(action.name), action], width))
  }
  const { variables, pairs } = withUsage(
    () => readWords(handler, rest),
    `maas ${profile.name} ${handler.word} ${actionWord(action.name)} --help`,
  )
  const response = await ask(context, profile, { handler, action, variables, pairs })
  printAnswer(io, response, { handler: handler.word, table: options.table })
  warnOfChange(io, response, profile.description.hash)
  if (isSuccess(response)) return exitCodes.ok
  if (response.status === 401) sayWhoIsRefused(io, profile)
  const elsewhere = redirection(response, profile.url)
  if (elsewhere !== undefined) {
    say(
      io,
      `The server sends us on to ${elsewhere}, which is not followed. Fix: maas login ${profile.name} URL, with that address.`,
    )
  }
  return exitCodes.refused
}

function readWords(handler: Handler, words: readonly string[]) {
  const { variables, rest } = takeVariables(handler.params, words)
  return { variables, pairs: parsePairs(rest) }
}

/** Adds where the right words are described to a refusal that names no remedy. */
function withUsage<T>(read: () => T, usage: string): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CliError) || error.fix !== undefined) throw error
    throw new CliError(error.message, { exitCode: error.exitCode, fix: usage, cause: error })
  }
}

type Call = { handler: Handler; action: Action; variables: Record<string, string>; pairs: Pair[] }

async function ask({ io, send, options }: Context, profile: Profile, call: Call) {
  const request = createRequest(profile, call)
  const response = await send(request, { insecure: options.insecure, cacerts: profile.cacerts })
  if (options.debug) printDebug(io, request, response)
  return response
}

function sayWhoIsRefused(io: Io, { name, url, key }: Profile): void {
  // In a pipe the answer ends without a line break.
  if (io.out.isTTY !== true) say(io, '')
  if (key === null) say(io, `Profile ${name} is anonymous. Fix: maas login ${name} ${url} KEY`)
  else
    say(io, `The key of profile ${name} is refused. Fix: maas login ${name} ${url} KEY\n${newKey}`)
}

async function wait(
  context: Context,
  profile: Profile,
  handler: Handler,
  words: readonly string[],
): Promise<ExitCode> {
  const { io, options } = context
  const { goals, timeoutMs, variables } = withUsage(() => {
    const read = readWords(handler, words)
    return { ...parseGoals(read.pairs), variables: read.variables }
  }, `maas ${profile.name} ${handler.word} ${waitWord} --help`)
  const action = readAction(handler)
  if (!action) throw new Error('canWait was asked before')
  const subject = [handler.word, ...Object.values(variables)].join(' ')
  const waited = await waitUntil({
    read: (): Promise<Response> => ask(context, profile, { handler, action, variables, pairs: [] }),
    goals,
    timeoutMs,
    tell: (shown) => say(io, `${subject}: ${shown}`),
  })
  switch (waited.kind) {
    case 'reached':
    case 'refused':
      printAnswer(io, waited.response, { handler: handler.word, table: options.table })
      warnOfChange(io, waited.response, profile.description.hash)
      return waited.kind === 'reached' ? exitCodes.ok : exitCodes.refused
    case 'failed':
      say(io, `${subject}: ${waited.shown}`)
      return exitCodes.refused
    case 'late':
      say(io, `${subject}: not within ${timeoutMs / 1000} s; the last seen was ${waited.shown}`)
      return exitCodes.timeLimit
  }
}

/** Asked for, it goes to standard output; in place of a missing word, to standard error. */
export function showHelp(io: Io, text: string, missing?: string): ExitCode {
  if (missing === undefined) {
    print(io, text)
    return exitCodes.ok
  }
  say(io, `${text}\n\nmaas: ${missing}`)
  return exitCodes.refused
}

export const helpWidth = ({ out }: Io) => Math.min(100, Math.max(50, out.columns || 80))
