import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Context } from '../call.ts'
import { CliError, type ExitCode, exitCodes, usageError } from '../errors.ts'
import { type Io, print, say } from '../io.ts'
import { changeProfiles } from '../profiles.ts'
import { apiUrl, checkKey, fetchDescription, whoami } from '../server.ts'
import { commandNames } from './names.ts'

/** `login PROFILE URL [KEY|-]`. Without a key it asks; an empty answer means anonymous access. */
export async function login({ io, send, options }: Context, words: string[]): Promise<ExitCode> {
  const [name, address, given, ...more] = words
  if (name === undefined || address === undefined || more.length > 0) {
    throw usageError('A profile and an address are needed.', 'maas login PROFILE URL [KEY|-]')
  }
  checkName(name)
  const url = apiUrl(address)
  const cacerts = options.cacerts === undefined ? null : readCertificates(options.cacerts)
  const written = await readKey(io, given)
  const key = written === '' ? null : checkKey(written)
  const trust = { insecure: options.insecure, cacerts }
  // The key first goes to what has shown that it is an API.
  const description = await fetchDescription(send, url, trust)
  const username = key === null ? null : await whoami(send, url, key, trust)
  changeProfiles(io, (profiles) => {
    profiles.set(name, { name, url, key, username, cacerts, description })
  })
  const way = key === null ? 'anonymously' : `as ${username ?? 'the owner of that key'}`
  print(io, `You are now logged in to ${url} ${way}, with the profile ${name}.`)
  print(io, `What you can do: maas ${name} --help`)
  return exitCodes.ok
}

function checkName(name: string): void {
  if (commandNames.includes(name)) throw usageError(`${name} is a command, not a profile's name.`)
  if (!/^[A-Za-z0-9][\w.@-]*$/.test(name)) {
    throw usageError(
      `${name} cannot be a profile's name: letters, digits, and after the first of them also . _ @ -`,
    )
  }
}

async function readKey(io: Io, given: string | undefined): Promise<string> {
  if (given === '-') {
    const key = (await text(io.stdin)).trim()
    // Going on anonymously would hide that the command before the pipe has failed.
    if (key === '') throw new CliError('There is no API key on standard input.')
    return key
  }
  if (given !== undefined) return given.trim()
  if (io.stdin.isTTY === true) return prompt(io)
  say(io, 'No API key was given: this profile is anonymous.')
  return ''
}

async function prompt(io: Io): Promise<string> {
  io.err.write('API key (leave empty for anonymous access): ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: io.stdin, output: silent, terminal: true })
  const ended = new Promise<never>((_, reject) => {
    terminal.once('SIGINT', () => reject(new CliError('Not logged in.')))
    terminal.once('close', () => reject(new CliError('Not logged in.')))
  })
  try {
    return (await Promise.race([terminal.question(''), ended])).trim()
  } finally {
    // Its rejection has nobody to hear it once the question is answered.
    ended.catch(() => undefined)
    terminal.close()
    io.err.write('\n')
  }
}

function readCertificates(path: string): string {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (error) {
    throw usageError(`--cacerts cannot be read: ${(error as Error).message}`)
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
  throw usageError(`--cacerts ${path} holds no certificate in PEM form.`)
}
