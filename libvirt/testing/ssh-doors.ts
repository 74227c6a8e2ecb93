import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parsePrivateKey } from '../transport/ssh-key.ts'
import type { SshHop } from '../transport/ssh-hop.ts'
import type { StageFacts, StageReport } from '../transport/stages.ts'
import type { Door } from './lab.ts'

export const keyAt = (path: string) => parsePrivateKey(readFileSync(path, 'utf8'))

/** What fits a door: its key or its password, and the key that it shows. */
export function hopTo(door: Door): SshHop {
  const { host, port, user, privateKeyPath, password } = door
  const privateKey = privateKeyPath === undefined ? undefined : keyAt(privateKeyPath)
  return {
    host,
    port,
    user,
    credentials: { privateKey, password },
    hostVerifier: ({ fingerprint }) => fingerprint === door.hostKeyFingerprint,
  }
}

/** `login ok`, `login login_failed`; `0: login ok` of the first jump host. */
export function summary<S extends keyof StageFacts>(report: StageReport<S>): string {
  const outcome = report.status === 'failed' ? report.code : report.status
  return `${report.hop ? `${report.hop.index}: ` : ''}${report.stage} ${outcome}`
}

/** As in the kernel's include/net/tcp_states.h. */
const TIME_WAIT = '06'
const LISTEN = '0A'

/** How many ends of IPv4 connections from or to this port the kernel still holds. */
export async function connectionEnds(port: number): Promise<number> {
  const table = await readFile('/proc/net/tcp', 'utf8')
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table.split('\n').filter((line) => {
    const [, local = '', remote = '', state = ''] = line.trim().split(/\s+/)
    if (state === LISTEN || state === TIME_WAIT) return false
    return local.endsWith(wanted) || remote.endsWith(wanted)
  }).length
}

const ROUNDS = 40
/** Calls a round: one alone never waits, for its question acknowledges the last answer. */
const CALLS = 8
/** Linux delays an acknowledgement by 40 ms. */
const DELAYED_MS = { from: 38, to: 60 }

/**
 * How many of a hundred rounds take as long as somebody's delayed acknowledgement: 20 to 40 where
 * Nagle's algorithm is at work on either side, hardly any elsewhere.
 */
export async function percentDelayed(call: () => Promise<unknown>): Promise<number> {
  let delayed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await Promise.all(Array.from({ length: CALLS }, call))
    const took = performance.now() - start
    if (took >= DELAYED_MS.from && took <= DELAYED_MS.to) delayed += 1
  }
  return (delayed * 100) / ROUNDS
}
