/** Whether a machine meets a search; the store's SQL says the same (`bff/store/machine-search.ts`). */
import { dnsDomain, type MachineStatus, machineStatuses, type PowerState } from '../machine.ts'
import type { Comparison, NameField, NumberField, Term, TextField } from './search.ts'

/** What is searched of a machine. Amounts that nobody knows are 0. */
export type Searched = {
  system_id: string
  hostname: string
  mac_addresses: readonly string[]
  ip_addresses: readonly string[]
  status: MachineStatus
  power_state: PowerState
  locked: boolean
  /** Empty when nobody holds it. */
  owner: string
  tags: readonly string[]
  pod: string
  zone: string
  pool: string
  architecture: string
  cores: number
  memoryMiB: number
  storageBytes: number
}

export const meetsSearch = (machine: Searched, terms: readonly Term[]): boolean =>
  terms.every((term) => meets(machine, term) !== term.not)

const folded = (text: string) => text.toLowerCase()

function meets(machine: Searched, term: Term): boolean {
  switch (term.kind) {
    case 'word':
      return wordsOf(machine).some((text) => folded(text).includes(folded(term.text)))
    case 'text':
      return textsOf[term.field](machine).some((text) =>
        term.values.some((value) =>
          term.whole ? folded(text) === folded(value) : folded(text).includes(folded(value)),
        ),
      )
    case 'name':
      return namesOf[term.field](machine).some((name) =>
        term.values.some((value) => folded(name) === folded(value)),
      )
    case 'status':
      return term.values.includes(machine.status)
    case 'power':
      return term.values.includes(machine.power_state)
    case 'locked':
      return machine.locked === term.value
    case 'number': {
      const amount = amountsOf[term.field](machine)
      // What nobody knows is neither more nor less than anything.
      return amount > 0 && compares[term.compare](amount, term.value)
    }
  }
}

const wordsOf = (machine: Searched) => [
  `${machine.hostname}.${dnsDomain.name}`,
  machine.system_id,
  ...machine.mac_addresses,
  ...machine.ip_addresses,
  machineStatuses[machine.status],
  machine.owner,
  ...machine.tags,
  machine.pod,
  machine.zone,
  machine.pool,
]

const textsOf: Record<TextField, (machine: Searched) => readonly string[]> = {
  name: ({ hostname }) => [hostname],
  mac: ({ mac_addresses }) => mac_addresses,
  ip: ({ ip_addresses }) => ip_addresses,
  arch: ({ architecture }) => [architecture],
}

const namesOf: Record<NameField, (machine: Searched) => readonly string[]> = {
  id: ({ system_id }) => [system_id],
  owner: ({ owner }) => [owner],
  tag: ({ tags }) => tags,
  pod: ({ pod }) => [pod],
  zone: ({ zone }) => [zone],
  pool: ({ pool }) => [pool],
}

const amountsOf: Record<NumberField, (machine: Searched) => number> = {
  cores: ({ cores }) => cores,
  mem: ({ memoryMiB }) => memoryMiB,
  storage: ({ storageBytes }) => storageBytes,
}

const compares: Record<Comparison, (amount: number, value: number) => boolean> = {
  '=': (amount, value) => amount === value,
  '<': (amount, value) => amount < value,
  '<=': (amount, value) => amount <= value,
  '>': (amount, value) => amount > value,
  '>=': (amount, value) => amount >= value,
}
