import type { DomainState } from '../../contract/machine.ts'
import type { Addresses } from '../hypervisor/networks/port.ts'
import type { Transaction } from '../store/store.ts'

/** One that is off has no address, whatever its network still keeps for it. */
const isOn = (state: DomainState) => state !== 'shutoff' && state !== 'crashed'

/** Brings the addresses of the machines of a pod in line, all or those of the given domains; only where they differ. */
export async function syncAddresses(
  machines: Transaction['machines'],
  podId: number,
  addresses: Addresses,
  domainUuids?: readonly string[],
): Promise<void> {
  for (const machine of await machines.ofPod(podId, domainUuids)) {
    const { interfaces, domain_state } = machine
    const given = interfaces.flatMap(({ mac_address }) => addresses.get(mac_address) ?? [])
    const ip_addresses = isOn(domain_state) ? [...new Set(given)] : []
    if (ip_addresses.join() === machine.ip_addresses.join()) continue
    await machines.update(machine, { ip_addresses })
  }
}
