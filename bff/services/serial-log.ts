import { type SerialLog, serialLogBytes } from '../../contract/console.ts'
import { whyNoLog } from '../../contract/rules/consoles.ts'
import { notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import { type ConsoleDeps, requireConsoles } from './consoles.ts'
import { tellHostProblems } from './host-problem.ts'

/** @throws AppError `not_found`, `forbidden`, or what is wrong with the host */
export async function readSerialLog(
  deps: Pick<ConsoleDeps, 'store' | 'fleet'>,
  systemId: string,
  call: Call,
): Promise<SerialLog> {
  const { machine, connection } = await requireConsoles(deps, systemId, call)
  const found = await tellHostProblems(call.signal, () =>
    connection.consoles.readLog(machine.domain_uuid, serialLogBytes),
  )
  if (!found) throw notFound()
  if ('without' in found) {
    return { text: null, size: null, ...whyNoLog(found.without, found.editCommand) }
  }
  const { bytes, size } = found
  // The first character may be cut in two.
  return { text: bytes.toString('utf8').replace(/^\uFFFD{1,3}/, ''), size, reason: null, fix: null }
}
