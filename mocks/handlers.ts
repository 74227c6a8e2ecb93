import type { MockHandlers } from './handler.ts'
import { machineHandlers } from './machine.ts'
import { podAndVmHostHandlers } from './pod.ts'
import { resourcePoolHandlers } from './resource-pool.ts'
import { sessionHandlers } from './session.ts'
import { versionHandlers } from './version.ts'
import { zoneHandlers } from './zone.ts'

export const handlers: MockHandlers = {
  ...machineHandlers,
  ...podAndVmHostHandlers,
  ...resourcePoolHandlers,
  ...sessionHandlers,
  ...versionHandlers,
  ...zoneHandlers,
}
