import { useId, useState } from 'react'
import { searchExamples } from '../../../contract/rules/search.ts'
import { IconButton } from '../../ui/Button.tsx'
import { SearchInput } from '../../ui/Input.tsx'
import styles from './MachineSearch.module.css'

type MachineSearchProps = {
  search: string
  onSearch: (search: string) => void
  /** Why it cannot be read. */
  problem: string | undefined
}

/** Words and `field:value`; what can be written is shown by examples, which can be taken over. */
export function MachineSearch({ search, onSearch, problem }: MachineSearchProps) {
  const [helping, setHelping] = useState(false)
  const helpId = useId()
  const problemId = useId()
  return (
    <div className={styles.search}>
      <div className={styles.line}>
        <SearchInput
          label="Search machines"
          value={search}
          onChange={onSearch}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
        />
        <IconButton
          label={helping ? 'Hide how to search' : 'How to search'}
          icon="info"
          aria-expanded={helping}
          aria-controls={helpId}
          onClick={() => setHelping(!helping)}
        />
      </div>
      <p id={problemId} className={styles.problem} aria-live="polite">
        {problem}
      </p>
      <dl id={helpId} className={styles.help} hidden={!helping}>
        {searchExamples.map(({ text, meaning }) => (
          <div key={text} className={styles.example}>
            <dt>
              <button type="button" className={styles.text} onClick={() => onSearch(text)}>
                {text}
              </button>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
