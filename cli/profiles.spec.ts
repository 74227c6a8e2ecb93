import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeProfiles, profilesPath, readProfiles } from './profiles.ts'
import { createWorld, key, type World } from './testing/world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.end())

const logIn = () => world.maas('login', 'ada', 'http://pods.example.net/MAAS/', key)

test('the file is named, or lies in the user’s own folder', () => {
  const path = (env: Record<string, string>) => profilesPath({ env })
  expect(path({ HOME: '/home/ada' })).toBe('/home/ada/.config/podyard/profiles.json')
  expect(path({ HOME: '/home/ada', XDG_CONFIG_HOME: '/cfg' })).toBe('/cfg/podyard/profiles.json')
  expect(path({ HOME: '/home/ada', PODYARD_PROFILES: '/x/p.json' })).toBe('/x/p.json')
})

test('what others could read is warned of, and mended by the next change', async () => {
  await logIn()
  chmodSync(world.profilesPath, 0o644)
  expect((await world.maas('list')).err).toContain(`Fix: chmod 600 ${world.profilesPath}`)
  await logIn()
  expect(statSync(world.profilesPath).mode & 0o777).toBe(0o600)
  expect((await world.maas('list')).err).toBe('')
})

test('a file that is broken is left as it is', async () => {
  mkdirSync(dirname(world.profilesPath))
  for (const content of ['{"version":1,"prof', '{"version":2,"profiles":[]}', 'null']) {
    writeFileSync(world.profilesPath, content, { mode: 0o600 })
    const { exitCode, err } = await logIn()
    expect([exitCode, err]).toEqual([1, expect.stringContaining('cannot be understood')])
    expect(existsSync(`${world.profilesPath}.lock`)).toBe(false)
  }
})

test('a lock that was left behind is named', async () => {
  mkdirSync(dirname(world.profilesPath))
  writeFileSync(`${world.profilesPath}.lock`, '')
  const { exitCode, err } = await logIn()
  expect([exitCode, err]).toEqual([1, expect.stringContaining(`rm ${world.profilesPath}.lock`)])
})

test('a change that fails leaves nothing behind', async () => {
  await logIn()
  const io = { env: { PODYARD_PROFILES: world.profilesPath } } as unknown as Parameters<
    typeof changeProfiles
  >[0]
  expect(() =>
    changeProfiles(io, () => {
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(readdirSync(dirname(world.profilesPath))).toEqual(['profiles.json'])
})

test('processes that log in at the same time do not lose each other’s profiles', async () => {
  const program = `
    import { changeProfiles } from ${JSON.stringify(join(import.meta.dirname, 'profiles.ts'))}
    for (let n = 0; n < 20; n += 1) {
      const name = process.argv[1] + n
      changeProfiles({ env: process.env }, (profiles) => profiles.set(name, { name }))
    }`
  const env = { ...process.env, PODYARD_PROFILES: world.profilesPath }
  await Promise.all(
    ['a', 'b', 'c'].map((letter) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, letter], {
        env,
      }),
    ),
  )
  const io = { env } as unknown as Parameters<typeof readProfiles>[0]
  expect(readProfiles(io).size).toBe(60)
})
