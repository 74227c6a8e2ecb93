import { eventHandlers } from './event.ts'
import type { MockHandlers } from './handler.ts'
import { apiKeyHandlers } from './api-key.ts'
import { capacityHandlers } from './capacity.ts'
import { consoleHandlers } from './console.ts'
import { machineHandlers } from './machine.ts'
import { metricsHandlers } from './metrics.ts'
import { networkHandlers } from './network.ts'
import { podAndVmHostHandlers } from './pod.ts'
import { resourcePoolHandlers } from './resource-pool.ts'
import { sessionHandlers } from './session.ts'
import { userHandlers } from './user.ts'
import { storagePoolHandlers, volumeHandlers } from './storage.ts'
import { tagHandlers } from './tag.ts'
import { transferHandlers } from './transfer.ts'
import { versionHandlers } from './version.ts'
import { zoneHandlers } from './zone.ts'

export const handlers: MockHandlers = {
  ...apiKeyHandlers,
  ...consoleHandlers,
  ...capacityHandlers,
  ...eventHandlers,
  ...machineHandlers,
  ...metricsHandlers,
  ...networkHandlers,
  ...podAndVmHostHandlers,
  ...resourcePoolHandlers,
  ...sessionHandlers,
  ...userHandlers,
  ...storagePoolHandlers,
  ...volumeHandlers,
  ...tagHandlers,
  ...transferHandlers,
  ...versionHandlers,
  ...zoneHandlers,
}
