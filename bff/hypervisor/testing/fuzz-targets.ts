import type { FuzzTarget } from '../../../libvirt/testing/fuzz/target.ts'
import { discovery } from './fuzz-discovery.ts'
import { xmlMonsters } from './fuzz-monsters.ts'
import { xmlReaders } from './fuzz-xml.ts'

/** Everything in bff/hypervisor/ that reads what a host wrote. */
export const targets: readonly FuzzTarget[] = [xmlReaders, xmlMonsters, discovery]
