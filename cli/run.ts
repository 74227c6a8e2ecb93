/** The command, from its words to its exit code. */
import { parseCommandLine } from './arguments.ts'
import { callServer, type Context, helpWidth, showHelp } from './call.ts'
import { answerShell, completion } from './commands/completion.ts'
import { login } from './commands/login.ts'
import { list, logout, refresh } from './commands/profiles.ts'
import { CliError, type ExitCode, exitCodes, usageError } from './errors.ts'
import { commandHelp, topHelp } from './help.ts'
import { type Send, send as sendForReal } from './http.ts'
import { type Io, print, say } from './io.ts'
import { findProfile, readProfiles } from './profiles.ts'
import { version } from './version.ts'

type Command = (context: Context, words: string[]) => Promise<ExitCode>

const commands = new Map<string, Command>([
  ['login', login],
  ['logout', logout],
  ['list', list],
  ['refresh', refresh],
  ['completion', completion],
])

/** Resolves to the exit code; what people should know went to standard error. */
export async function run(argv: string[], io: Io, send: Send = sendForReal): Promise<ExitCode> {
  try {
    // Its words may be half an option.
    if (argv[0] === '__complete') return await answerShell({ io }, argv.slice(1))
    return await dispatch(argv, io, send)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    say(io, `maas: ${error.message}`)
    if (error.fix !== undefined) say(io, `Fix: ${error.fix}`)
    return error.exitCode
  }
}

async function dispatch(argv: string[], io: Io, send: Send): Promise<ExitCode> {
  const { options, words } = parseCommandLine(argv)
  const [first, ...rest] = words
  const width = { width: helpWidth(io) }
  if (options.version) {
    print(io, version)
    return exitCodes.ok
  }
  if (first === undefined || first === 'help') {
    const missing = first === undefined && !options.help ? 'The command is missing.' : undefined
    return showHelp(io, topHelp(readProfiles(io).keys(), width), missing)
  }
  if (options.cacerts !== undefined && first !== 'login') {
    throw usageError('--cacerts belongs to login, which keeps it with the profile.')
  }
  const command = commands.get(first)
  if (command) {
    if (options.help) return showHelp(io, commandHelp(first, width))
    return command({ io, send, options }, rest)
  }
  if (first === 'createadmin' || first === 'apikey') {
    throw usageError(
      `${first} works on the server itself, on its data folder.`,
      `there, in Podyard's folder: ./x maas ${first} --username NAME`,
    )
  }
  return callServer({ io, send, options }, findProfile(readProfiles(io), first), rest)
}
