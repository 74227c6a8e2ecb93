import type { Handlers } from '../handlers.ts'
import type { ConsoleDeps, ConsoleService } from '../services/consoles.ts'
import { readSerialLog } from '../services/serial-log.ts'

export const consoleRoutes = (
  deps: Pick<ConsoleDeps, 'store' | 'fleet'>,
  consoles: ConsoleService,
): Pick<Handlers, 'consoleOpen' | 'serialLogRead'> => ({
  consoleOpen: consoles.offer,
  serialLogRead: ({ system_id }, call) => readSerialLog(deps, system_id, call),
})
