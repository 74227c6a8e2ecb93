/** Commands on the server itself. They work beside a running server, which they do not need. */
import { userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import * as z from 'zod/mini'
import { Setup } from '../contract/user.ts'
import type { Clock } from './clock.ts'
import { openState } from './compose.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { createApiKey, readApiKey } from './services/api-keys.ts'
import { hashPassword } from './services/passwords.ts'

/** The command line cannot be followed; the message says how it should look. */
export class UsageError extends Error {
  override name = 'UsageError'
}

type Context = { config: Config; clock: Clock; log: Log; stdin: NodeJS.ReadableStream }

/** Resolves to what is printed. */
type Command = (args: string[], context: Context) => Promise<string>

export const commands: Record<string, Command> = { createadmin, apikey }

const Admin = z.omit(Setup, { token: true })

const adminUsage = 'Usage: createadmin --username NAME --password-stdin [--email ADDRESS]'
const keyUsage = 'Usage: apikey --username NAME [--generate]'

async function createadmin(args: string[], context: Context): Promise<string> {
  const { username, email, 'password-stdin': fromStdin } = parse(adminUsage, args)
  if (!fromStdin) throw new UsageError(`The password is read from standard input. ${adminUsage}`)
  // What echo and an editor put at the end is not part of it.
  const password = (await text(context.stdin)).replace(/\r?\n$/, '')
  const input = Admin.safeParse({ username, password })
  if (!input.success) {
    throw new UsageError(input.error.issues.map((issue) => issue.message).join('\n'))
  }
  const passwordHash = await hashPassword(input.data.password)
  return withStore(context, ({ store }) =>
    store.transaction(async (tx) => {
      const user = await tx.users.create({
        username: input.data.username,
        email: email ?? '',
        password_hash: passwordHash,
        is_superuser: true,
      })
      if (!user) throw new UsageError('A user with that username already exists.')
      await tx.settings.delete('setup_token')
      await tx.audit.add(byCommand('createadmin', user.username))
      return `Created the admin ${user.username}.`
    }),
  )
}

async function apikey(args: string[], context: Context): Promise<string> {
  const { username = '', generate } = parse(keyUsage, args)
  return withStore(context, async ({ store, secrets }) => {
    const user = await store.users.byUsername(username)
    if (!user) throw new UsageError(`There is no user ${username}.`)
    const scope = { store, secrets, clock: context.clock }
    const existing = generate ? undefined : await readApiKey(scope, user.id)
    if (existing !== undefined) return existing
    await store.audit.add(byCommand('apikey', user.username))
    return createApiKey(scope, user.id, 'command line')
  })
}

const byCommand = (action: string, username: string) => ({
  username: `${userInfo().username} on the server`,
  action,
  subject: `user ${username}`,
  source_ip: '',
})

function parse(usage: string, args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        username: { type: 'string' },
        email: { type: 'string' },
        'password-stdin': { type: 'boolean' },
        generate: { type: 'boolean' },
      },
    })
    if (!values.username) throw new UsageError(`--username is missing. ${usage}`)
    return values
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${(error as Error).message}\n${usage}`, { cause: error })
  }
}

type State = Awaited<ReturnType<typeof openState>>

async function withStore(
  { config, clock, log }: Context,
  work: (state: State) => Promise<string>,
): Promise<string> {
  const state = await openState(config, clock, log)
  try {
    return await work(state)
  } finally {
    await state.store.close()
  }
}
