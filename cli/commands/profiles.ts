import type { Context } from '../call.ts'
import { CliError, type ExitCode, exitCodes, usageError } from '../errors.ts'
import { print, say } from '../io.ts'
import { changeProfiles, findProfile, readProfiles } from '../profiles.ts'
import { fetchDescription } from '../server.ts'
import { formatTable } from '../table.ts'

/** `logout PROFILE`. The key stays valid on the server. */
export async function logout({ io }: Context, words: string[]): Promise<ExitCode> {
  const [name, ...more] = words
  if (name === undefined || more.length > 0) {
    throw usageError('One profile is needed.', 'maas logout PROFILE')
  }
  findProfile(readProfiles(io), name)
  changeProfiles(io, (profiles) => profiles.delete(name))
  return exitCodes.ok
}

/** `list`. MAAS's command shows the keys here; ours shows whose they are. */
export async function list({ io, options }: Context, words: string[]): Promise<ExitCode> {
  if (words.length > 0) throw usageError('list takes no words.', 'maas list')
  const rows = [...readProfiles(io).values()].map(({ name, url, key, username }) => ({
    profile: name,
    url,
    user: key === null ? '(anonymous)' : (username ?? '(unknown)'),
  }))
  if (rows.length === 0) say(io, 'There is no profile. Fix: maas login PROFILE URL')
  else if (options.table) io.out.write(formatTable('profiles', rows))
  else for (const { profile, url, user } of rows) print(io, `${profile} ${url} ${user}`)
  return exitCodes.ok
}

/** `refresh [PROFILE ...]`. Goes on after one that fails. */
export async function refresh(context: Context, words: string[]): Promise<ExitCode> {
  const { io, send, options } = context
  const known = readProfiles(io)
  const chosen =
    words.length === 0 ? [...known.values()] : words.map((name) => findProfile(known, name))
  let exitCode: ExitCode = exitCodes.ok
  for (const { name, url, cacerts } of chosen) {
    try {
      const description = await fetchDescription(send, url, { insecure: options.insecure, cacerts })
      changeProfiles(io, (profiles) => {
        const profile = profiles.get(name)
        if (profile) profiles.set(name, { ...profile, description })
      })
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      say(io, `${name}: ${error.message}${error.fix === undefined ? '' : `\nFix: ${error.fix}`}`)
      exitCode = error.exitCode
    }
  }
  return exitCode
}
