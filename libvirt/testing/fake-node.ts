import * as connect from '../protocol/connect.ts'
import { ConnectFeature } from '../protocol/constants.ts'
import { cpuMap } from '../protocol/cpu-map.ts'
import { connectGetCpuModelNames, connectGetMaxVcpus } from '../protocol/cpu.ts'
import * as node from '../protocol/node.ts'
import { answering, FakeRefusal, type FakeAnswer } from './fake-answer.ts'

/** How many statistics Linux has, and the only number libvirt accepts. */
const MEMORY_STATS = 4

const CPU_STATS = ['kernel', 'user', 'idle', 'iowait']

const knownFeatures: ReadonlySet<number> = new Set(Object.values(ConnectFeature))

export const nodeAnswers: readonly FakeAnswer[] = [
  answering(connect.connectClose, () => {}),
  answering(connect.connectGetType, (_, { host }) => host.type),
  answering(connect.connectGetVersion, (_, { host }) => host.hypervisorVersion),
  answering(connect.connectGetLibVersion, (_, { host }) => host.libVersion),
  answering(connect.connectGetHostname, (_, { host }) => host.hostname),
  answering(connect.connectGetCapabilities, (_, { host }) => host.capabilities),
  answering(connect.connectGetDomainCapabilities, (_, { host }) => host.domainCapabilities),
  answering(connect.connectGetUri, (_, { host }) => `${host.type.toLowerCase()}:///system`),
  answering(connect.connectIsSecure, () => true),
  answering(connect.connectSupportsFeature, ({ feature }) => knownFeatures.has(feature)),
  answering(connectGetMaxVcpus, () => 16),
  answering(connectGetCpuModelNames, ({ needResults }) => (needResults ? ['qemu64', 'kvm64'] : [])),
  answering(node.nodeGetCpuStats, ({ nparams }) => {
    if (nparams === 0) return { params: [], nparams: CPU_STATS.length }
    return { params: CPU_STATS.map((field) => ({ field, value: 1_000_000_000 })), nparams: 0 }
  }),
  answering(node.nodeGetCpuMap, (_, { host }) => {
    const { cpus } = host.node
    return { cpumap: cpuMap(Array(cpus).keys()), online: cpus, ret: cpus }
  }),
  answering(node.nodeGetCellsFreeMemory, (_, { host }) => [host.node.freeMemoryBytes]),
  answering(node.nodeGetSecurityModel, () => ({ model: 'none', doi: '0' })),
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
