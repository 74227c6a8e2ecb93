import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { useMatch, useNavigate } from 'react-router'
import { quoted } from '../../../../contract/rules/search.ts'
import { apiQuery } from '../../../api/query.ts'
import { useUser } from '../../../api/session.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useModal } from '../../../ui/use-modal.ts'
import styles from './CommandPalette.module.css'
import {
  composeEntries,
  type Entry,
  findEntries,
  machineEntries,
  pageEntries,
  podEntries,
} from './entries.ts'
import { machineActionEntries, machineWords } from './machine-action-entries.ts'
import { useActionEntries } from './use-action-entries.ts'

type CommandPaletteProps = { onDismiss: () => void; onShortcuts: () => void }

const podsQuery = apiQuery('podList')
const mostWords = 10

/** There may be ten thousand: the server finds those that are meant. */
const machinesQuery = (words: string) =>
  apiQuery('machinePage', {
    q: words.split(/\s+/).filter(Boolean).slice(0, mostWords).map(quoted).join(' '),
    limit: 50,
  })
const machineQuery = (id: string) => apiQuery('machinePage', { id, limit: 1 })

/** Jumps to whatever is named. */
export default function CommandPalette({ onDismiss, onShortcuts }: CommandPaletteProps) {
  const { ref } = useModal()
  const navigate = useNavigate()
  const go = (path: string) => void navigate(path)
  const actions = useActionEntries({ go, onShortcuts })
  const pods = useQuery(podsQuery).data ?? []
  const caller = useUser()
  const current = useMatch('/machines/:system_id/*')?.params.system_id
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const asked = useDeferredValue(machineWords(search))
  const named = useQuery({ ...machinesQuery(asked), placeholderData: keepPreviousData }).data
  const here = useQuery({ ...machineQuery(current ?? ''), enabled: current !== undefined }).data
  const others = (named?.items ?? []).filter(({ system_id }) => system_id !== current)
  const machines = [...(here?.items ?? []), ...others]
  const found = findEntries(
    [
      ...(caller ? machineActionEntries(search, { machines, caller, current, go }) : []),
      ...actions,
      ...pageEntries(go),
      ...podEntries(pods, go),
      ...machineEntries(machines, go),
      ...(caller?.is_superuser === true ? composeEntries(pods, go) : []),
    ],
    search,
  )
  const listId = useId()

  const choose = (entry: Entry | undefined) => {
    if (!entry) return
    onDismiss()
    entry.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setActive((active + step + found.length) % Math.max(found.length, 1))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(found[active])
    }
  }

  return (
    // A click on the backdrop is a click on the dialog itself; keyboards have Esc.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={styles.palette}
      aria-label="Jump to"
      onCancel={(event) => {
        event.preventDefault()
        onDismiss()
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onDismiss()
      }}
    >
      <div className={styles.search}>
        <Icon name="search" />
        <input
          className={styles.input}
          role="combobox"
          aria-label="Search pods, machines, pages and actions"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder="Pod, machine, page or action"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value)
            setActive(0)
          }}
          onKeyDown={press}
        />
        <kbd>Esc</kbd>
      </div>
      {/* The element of that name cannot show icons and details. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div className={styles.list} id={listId} role="listbox" aria-label="Results">
        {found.map((entry, index) => (
          <Option
            key={entry.id}
            id={`${listId}-${index}`}
            entry={entry}
            active={index === active}
            onPoint={() => setActive(index)}
            onChoose={() => choose(entry)}
          />
        ))}
      </div>
      {found.length === 0 ? <output className={styles.none}>Nothing is called that.</output> : null}
    </dialog>
  )
}

type OptionProps = {
  id: string
  entry: Entry
  active: boolean
  onPoint: () => void
  onChoose: () => void
}

const reveal = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

function Option({ id, entry, active, onPoint, onChoose }: OptionProps) {
  return (
    // The keys are the input's: it names the active one.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={active ? reveal : undefined}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={active}
      className={styles.option}
      onMouseMove={active ? undefined : onPoint}
      onClick={onChoose}
    >
      <Icon name={entry.icon} />
      <span className={styles.label}>{entry.label}</span>
      <span className={styles.detail}>{entry.detail}</span>
    </div>
  )
}
