/**
 * A host of a suite's own, for suites that may not import scripts/ (libvirt/ stands alone):
 * `node scripts/lab/own-host.ts NAME DOOR-KIND...`, with PODYARD_LAB naming a running lab.
 *
 * Prints the host's description as one line of JSON. Then answers every line of stdin, a JSON array
 * that begins with an order, with a line `{"ok": RESULT}` or `{"error": TEXT}`. The end of stdin is
 * the end of the host.
 *
 *     ["inside", COMMAND, ARGUMENT...]           what the command printed
 *     ["libvirtd", "stop|start|hang|wake"]
 *     ["listen", {"tls": 0, "tcp": 0}, [LINE...]]  the ports, see listen.ts
 *     ["door", "close|reopen|swap", NAME]        swap: the new fingerprint
 */
import { createInterface } from 'node:readline'
import { doorKinds, type DoorKindName } from './doors.ts'
import { listen } from './listen.ts'
import { openLab } from './lab.ts'

const [name, ...kinds] = process.argv.slice(2)
const lab = await openLab()
if (!lab || name === undefined)
  throw new Error('PODYARD_LAB has to name a lab, and a name is needed')
const isKind = (kind: string): kind is DoorKindName => kind in doorKinds
const host = await lab.startOwnHost(name, { doors: kinds.filter(isKind) })

const libvirtd: Record<string, () => Promise<void>> = {
  stop: host.stopLibvirtd,
  start: host.startLibvirtd,
  hang: host.hangLibvirtd,
  wake: host.wakeLibvirtd,
}
const door: Record<string, (name: string) => Promise<unknown>> = {
  close: host.closeDoor,
  reopen: host.reopenDoor,
  swap: host.swapHostKey,
}

async function carryOut([order, ...rest]: readonly unknown[]): Promise<unknown> {
  const [first, second] = rest
  switch (order) {
    case 'inside':
      return host.inside(...(rest as [string, ...string[]]))
    case 'libvirtd':
      return libvirtd[String(first)]?.()
    case 'listen':
      return listen(host, first as Parameters<typeof listen>[1], second as string[])
    case 'door':
      return door[String(first)]?.(String(second))
    default:
      throw new Error(`no such order: ${String(order)}`)
  }
}

const { initPid, directory, socket, virshUri, doors } = host
console.log(JSON.stringify({ name, initPid, directory, socket, virshUri, doors }))
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await carryOut(JSON.parse(line) as unknown[]).then(
    (ok) => ({ ok: ok ?? null }),
    (error: unknown) => ({ error: String(error) }),
  )
  console.log(JSON.stringify(answer))
}
await host.stop()
