import * as connect from '../protocol/connect.ts'
import * as node from '../protocol/node.ts'
import { answering, FakeRefusal, type FakeAnswer } from './fake-answer.ts'

/** How many statistics Linux has, and the only number libvirt accepts. */
const MEMORY_STATS = 4

export const nodeAnswers: readonly FakeAnswer[] = [
  answering(connect.connectClose, () => {}),
  answering(connect.connectGetType, (_, { host }) => host.type),
  answering(connect.connectGetVersion, (_, { host }) => host.hypervisorVersion),
  answering(connect.connectGetLibVersion, (_, { host }) => host.libVersion),
  answering(connect.connectGetHostname, (_, { host }) => host.hostname),
  answering(connect.connectGetCapabilities, (_, { host }) => host.capabilities),
  answering(connect.connectGetDomainCapabilities, (_, { host }) => host.domainCapabilities),
  answering(node.nodeGetInfo, (_, { host }) => {
    const { model, memoryKiB, cpus, mhz, sockets, cores, threads } = host.node
    return { model, memory: memoryKiB, cpus, mhz, nodes: 1, sockets, cores, threads }
  }),
  answering(node.nodeGetFreeMemory, (_, { host }) => host.node.freeMemoryBytes),
  answering(node.nodeGetMemoryStats, ({ nparams }, { host }) => {
    if (nparams === 0) return { params: [], nparams: MEMORY_STATS }
    if (nparams !== MEMORY_STATS) {
      throw new FakeRefusal(
        'VIR_ERR_INVALID_ARG',
        `nparams in virHostMemGetStats must be equal to ${MEMORY_STATS}`,
      )
    }
    const { memoryKiB, freeMemoryBytes } = host.node
    const params = [
      { field: 'total', value: memoryKiB },
      { field: 'free', value: Math.floor(freeMemoryBytes / 1024) },
      { field: 'buffers', value: 0 },
      { field: 'cached', value: 0 },
    ]
    return { params, nparams: 0 }
  }),
]
