/** Machines made of memory. */
import type { MachineFacts } from '../../facts.ts'
import type { MachineMaker, MachinePlan } from '../../hypervisor/compose/port.ts'
import type { FakeHost } from './fake-hypervisor.ts'

type Answer = <T>(call: string, result: () => T) => Promise<T>

export const fakeMaker = (host: FakeHost, answer: Answer): MachineMaker => ({
  compose: async (plan) => {
    await host.onCompose(plan)
    return answer(`compose ${plan.name}`, () => {
      const facts = factsOf(plan)
      host.machines.push(facts)
      host.tell({ kind: 'machine', uuid: plan.uuid })
      return { facts, promised: promisedBy(plan) }
    })
  },
  decompose: async (doomed) => {
    await host.onDecompose(doomed)
    return answer(`decompose ${doomed.uuid}`, () => {
      host.machines = host.machines.filter(({ uuid }) => uuid !== doomed.uuid)
      host.tell({ kind: 'machine', uuid: doomed.uuid })
      return { deleted: [], kept: [] }
    })
  },
})

function promisedBy({ disks }: MachinePlan) {
  const promised = new Map<string, number>()
  for (const { pool, bytes } of disks) promised.set(pool, (promised.get(pool) ?? 0) + bytes)
  return promised
}

const factsOf = (plan: MachinePlan): MachineFacts => ({
  uuid: plan.uuid,
  name: plan.name,
  state: 'shutoff',
  cores: plan.cores,
  memoryMiB: plan.memoryMiB,
  architecture: plan.architecture,
  described: true,
  disks: plan.disks.map(({ name, bytes, pool, volume }) => ({
    name,
    size: bytes,
    source: `/images/${volume}`,
    storage_pool: pool,
    bus: 'virtio',
  })),
  interfaces: plan.interfaces.map(({ mac, to }, index) => ({
    name: `eth${index}`,
    mac_address: mac,
    type: to.kind === 'macvtap' ? 'direct' : to.kind,
    source: to.name,
    model: 'virtio',
  })),
})
