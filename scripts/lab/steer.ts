/**
 * Faults by command, for suites that may not import scripts/ (libvirt/ stands alone):
 * `node scripts/lab/steer.ts HOST libvirtd stop|start|hang|wake`
 * `node scripts/lab/steer.ts HOST door close|reopen|swap NAME` (swap prints the new fingerprint)
 */
import { openLab } from './lab.ts'

const [hostName, what, order, door = ''] = process.argv.slice(2)
const lab = await openLab()
if (!lab)
  throw new Error('no lab is running: set PODYARD_LAB to the description that ./x lab prints')
if (hostName !== 'alpha' && hostName !== 'beta') throw new Error('the first word is alpha or beta')
const host = lab.hosts[hostName]

const orders: Record<string, () => Promise<string | void>> = {
  'libvirtd stop': host.stopLibvirtd,
  'libvirtd start': host.startLibvirtd,
  'libvirtd hang': host.hangLibvirtd,
  'libvirtd wake': host.wakeLibvirtd,
  'door close': () => host.closeDoor(door),
  'door reopen': () => host.reopenDoor(door),
  'door swap': () => host.swapHostKey(door),
}
const carryOut = orders[`${what} ${order}`]
if (!carryOut) throw new Error(`known orders: ${Object.keys(orders).join(', ')}`)
const said = await carryOut()
if (said !== undefined) console.log(said)
