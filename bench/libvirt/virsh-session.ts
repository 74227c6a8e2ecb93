/** One virsh process that is told commands by stdin. */
import { spawn } from 'node:child_process'
import { within } from '../measure.ts'
import { ownGroup } from './own-process.ts'

export const virshProgram = 'virsh'
export const virshLimitMs = 300_000

export type VirshSession = {
  pid: number
  /** Resolves with what virsh says to these commands, which it is told at once. */
  ask: (...commands: string[]) => Promise<string>
  end: () => Promise<void>
}

export function startVirsh(uri: string): VirshSession {
  const child = spawn(virshProgram, ['-q', '-c', uri], ownGroup)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  child.once('error', failed.reject)
  child.once('close', () => failed.reject(new Error('virsh ended')))
  child.stdin.on('error', () => {})
  let parts: string[] = []
  let onPart = () => {}
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    parts.push(part)
    onPart()
  })
  return {
    pid: child.pid ?? 0,
    ask: (...commands) => {
      parts = []
      const done = new Promise<string>((resolve) => {
        // virsh repeats what it is told, so the mark must look otherwise in the command. It may
        // come in two pieces: look at the end of all that came.
        onPart = () => {
          if (parts.slice(-2).join('').includes('the end')) resolve(parts.join(''))
        }
      })
      child.stdin.write([...commands, 'echo the "end"', ''].join('\n'))
      return within(virshLimitMs, 'virsh', Promise.race([done, failed.promise]))
    },
    end: async () => {
      child.stdin.end('quit\n')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    },
  }
}
